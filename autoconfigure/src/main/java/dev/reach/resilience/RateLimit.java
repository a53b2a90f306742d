package dev.reach.resilience;

import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

/**
 * A limit of how much may be done in a period.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RateLimit {

	/**
	 * Wait until there is room, in the order of arrival and without blocking. Waiting
	 * ends when the subscription is cancelled.
	 * @param request what there must be room for
	 * @param cost how much of the limit it takes, more than zero
	 * @return completes when there is room, or
	 * {@link dev.reach.error.ReachRateLimitedException}
	 */
	Mono<Void> acquire(ReachHttpRequest request, int cost);

}
