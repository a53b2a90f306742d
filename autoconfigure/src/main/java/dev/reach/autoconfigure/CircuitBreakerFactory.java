package dev.reach.autoconfigure;

import dev.reach.resilience.Permits;

/**
 * Makes the circuit breaker of a client.
 */
@FunctionalInterface
interface CircuitBreakerFactory {

	/**
	 * Make permits of a circuit breaker.
	 * @param name the name of the circuit breaker
	 * @param properties its properties
	 * @param within the permits to be taken after that of the circuit breaker
	 * @return the permits
	 */
	Permits create(String name, ReachProperties.CircuitBreaker properties, Permits within);

}
