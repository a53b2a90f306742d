package dev.reach.autoconfigure;

import dev.reach.resilience.LocalRateLimit;
import dev.reach.resilience.RateLimit;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;

/**
 * Takes rate limiters from a registry, and adds to it those it does not have.
 *
 * @param registry the registry
 */
record RegistryRateLimitFactory(RateLimiterRegistry registry) implements RateLimitFactory {

	@Override
	public ReachProperties.RateLimit.Backend backend() {
		return ReachProperties.RateLimit.Backend.LOCAL;
	}

	@Override
	public RateLimit create(String name, ReachProperties.RateLimit properties) {
		return new LocalRateLimit(this.registry.find(name)
			.orElseGet(() -> this.registry.rateLimiter(name,
					RateLimiterConfig.custom()
						.limitForPeriod(properties.limitForPeriod())
						.limitRefreshPeriod(properties.limitRefreshPeriod())
						.timeoutDuration(properties.timeoutDuration())
						.build())));
	}

}
