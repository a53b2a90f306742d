package dev.reach.resilience;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * What an attempt needs before it may be made: that a circuit breaker is closed, that a
 * rate limit has room, that not too many attempts are under way.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Permits {

	/**
	 * No permits are needed.
	 */
	Permits NONE = (request, attempt) -> attempt;

	/**
	 * Take the permits when the result is subscribed to, then make the attempt. Waiting
	 * must not block, and ends when the subscription is cancelled.
	 * @param request the request
	 * @param attempt makes the attempt when it is subscribed to
	 * @return the response, or a {@link dev.reach.error.ReachException} that says which
	 * permit there was none of; then the attempt was not made
	 */
	Mono<ReachHttpResponse> around(ReachHttpRequest request, Mono<ReachHttpResponse> attempt);

}
