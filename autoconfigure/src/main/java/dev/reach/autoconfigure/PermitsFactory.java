package dev.reach.autoconfigure;

import dev.reach.resilience.Permits;

/**
 * Makes the permits of each client from its properties.
 */
@FunctionalInterface
interface PermitsFactory {

	/**
	 * Make permits.
	 * @param clientName the name of the client
	 * @param mapper its properties
	 * @return the permits, {@link Permits#NONE} if none is configured
	 */
	Permits create(String clientName, ReachPropertyMapper mapper);

}
