package dev.reach.autoconfigure;

import dev.reach.resilience.Permits;

/**
 * Makes the permits of each client and of each route of the gateway.
 */
@FunctionalInterface
interface PermitsFactory {

	/**
	 * Make permits.
	 * @param name the name of the client, or of what else has limits
	 * @param circuitBreaker its circuit breaker
	 * @param rateLimit its rate limit
	 * @param concurrency its concurrency limit
	 * @return the permits, {@link Permits#NONE} if none is configured
	 */
	Permits create(String name, ReachProperties.CircuitBreaker circuitBreaker, ReachProperties.RateLimit rateLimit,
			ReachProperties.Concurrency concurrency);

}
