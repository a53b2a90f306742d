package dev.reach.netty;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Sends one request in the way of a library. Failures are those of the library.
 */
@FunctionalInterface
interface HttpSender {

	/**
	 * Send a request.
	 * @param message the request
	 * @return the response with its body still to be read
	 */
	Mono<ReachHttpResponse> send(OutboundMessage message);

}
