package dev.reach.middleware;

import java.util.function.Function;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Follows redirects, see RFC 9110, section 15.4.
 *
 * @param policy decides which ones are followed
 * @param max the largest number of redirects of one call
 */
record Redirects(RedirectPolicy policy, int max) {

	Mono<ReachHttpResponse> around(Exchange exchange, Mono<ReachHttpResponse> first,
			Function<Exchange, Mono<ReachHttpResponse>> next) {
		return first;
	}

}
