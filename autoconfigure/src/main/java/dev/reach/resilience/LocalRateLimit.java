package dev.reach.resilience;

import java.time.Duration;

import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpRequest;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import reactor.core.publisher.Mono;

/**
 * A limit of this application, kept by a {@link RateLimiter}. Each call reserves its part
 * of the limit when it arrives; one that is cancelled does not give it back.
 *
 * @since 0.1.0
 */
public final class LocalRateLimit implements RateLimit {

	private final RateLimiter rateLimiter;

	/**
	 * Create a new limit.
	 * @param rateLimiter keeps it; its timeout is the longest wait
	 */
	public LocalRateLimit(RateLimiter rateLimiter) {
		this.rateLimiter = rateLimiter;
	}

	@Override
	public Mono<Void> acquire(ReachHttpRequest request, int cost) {
		return Mono.defer(() -> {
			long wait = this.rateLimiter.reservePermission(cost);
			if (wait < 0) {
				return Mono.error(refused(request));
			}
			return (wait == 0) ? Mono.empty() : Mono.delay(Duration.ofNanos(wait)).then();
		});
	}

	private ReachRateLimitedException refused(ReachHttpRequest request) {
		RateLimiterConfig config = this.rateLimiter.getRateLimiterConfig();
		return new ReachRateLimitedException(
				"The rate limit '%s' of %d per %d ms has no room within %d ms for %s; it was not sent".formatted(
						this.rateLimiter.getName(), config.getLimitForPeriod(),
						config.getLimitRefreshPeriod().toMillis(), config.getTimeoutDuration().toMillis(), request),
				null, config.getLimitRefreshPeriod());
	}

}
