package dev.reach.middleware;

import java.util.function.Function;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Follows redirects, see RFC 9110, section 15.4.
 *
 * @param policy decides which ones are followed
 * @param max the largest number of redirects of one call
 * @param cookieJar the cookies that make a request for the same URI another request
 */
record Redirects(RedirectPolicy policy, int max, CookieJar cookieJar) {

	Mono<ReachHttpResponse> around(Exchange exchange, Mono<ReachHttpResponse> first,
			Function<Exchange, Mono<ReachHttpResponse>> next) {
		RedirectPolicy effective = policyFor(exchange.request());
		return (effective == NoRedirects.INSTANCE) ? first
				: Mono.defer(() -> new RedirectChain(this, effective, next).start(exchange, first));
	}

	private RedirectPolicy policyFor(ReachHttpRequest request) {
		Boolean follow = request.followRedirects();
		if (follow == null) {
			return this.policy;
		}
		if (!follow) {
			return NoRedirects.INSTANCE;
		}
		return (this.policy == NoRedirects.INSTANCE) ? RedirectPolicy.standard() : this.policy;
	}

}
