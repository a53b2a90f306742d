package dev.reach.autoconfigure;

import dev.reach.resilience.RateLimit;

/**
 * Makes the rate limit of a client.
 */
interface RateLimitFactory {

	/**
	 * Return where the limits are kept.
	 * @return the backend
	 */
	ReachProperties.RateLimit.Backend backend();

	/**
	 * Make a limit.
	 * @param name the name of the limit
	 * @param properties its properties
	 * @return the limit
	 */
	RateLimit create(String name, ReachProperties.RateLimit properties);

}
