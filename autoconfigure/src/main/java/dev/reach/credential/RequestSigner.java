package dev.reach.credential;

import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Signs requests. It is the last to change a request, so what it reads is what is sent;
 * it is asked anew for each attempt, and for requests to the configured origins only.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestSigner {

	/**
	 * Signs nothing.
	 */
	RequestSigner NONE = Mono::just;

	/**
	 * Sign a request.
	 * @param request the request as it will be sent, credentials included
	 * @return the request with its signature; neither URI nor body may be changed. An
	 * error ends the attempt before anything is sent
	 */
	Mono<ReachHttpRequest> sign(ReachHttpRequest request);

}
