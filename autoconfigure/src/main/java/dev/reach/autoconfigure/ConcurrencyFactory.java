package dev.reach.autoconfigure;

import dev.reach.resilience.Permits;

/**
 * Makes the concurrency limit of a client.
 */
@FunctionalInterface
interface ConcurrencyFactory {

	/**
	 * Make permits of a concurrency limit.
	 * @param name the name of the limit
	 * @param properties its properties
	 * @return the permits
	 */
	Permits create(String name, ReachProperties.Concurrency properties);

}
