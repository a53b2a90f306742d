package dev.reach.autoconfigure;

import dev.reach.resilience.CircuitBreakerPermits;
import dev.reach.resilience.Permits;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

/**
 * Takes circuit breakers from a registry, and adds to it those it does not have.
 *
 * @param registry the registry
 */
record RegistryCircuitBreakerFactory(CircuitBreakerRegistry registry) implements CircuitBreakerFactory {

	private static final String PREFIX = "reach.circuit-breaker.";

	@Override
	public Permits create(String name, ReachProperties.CircuitBreaker properties, Permits within) {
		return new CircuitBreakerPermits(
				this.registry.find(name).orElseGet(() -> this.registry.circuitBreaker(name, config(properties))),
				within);
	}

	private static CircuitBreakerConfig config(ReachProperties.CircuitBreaker properties) {
		return CircuitBreakerConfig.custom()
			.failureRateThreshold(percentage("failure-rate-threshold", properties.failureRateThreshold()))
			.slowCallRateThreshold(percentage("slow-call-rate-threshold", properties.slowCallRateThreshold()))
			.slowCallDurationThreshold(ReachPropertyMapper.positive(PREFIX + "slow-call-duration-threshold",
					properties.slowCallDurationThreshold()))
			.slidingWindow(positive("sliding-window-size", properties.slidingWindowSize()),
					positive("minimum-number-of-calls", properties.minimumNumberOfCalls()),
					CircuitBreakerConfig.SlidingWindowType.valueOf(properties.slidingWindowType().name()))
			.waitDurationInOpenState(ReachPropertyMapper.positive(PREFIX + "wait-duration-in-open-state",
					properties.waitDurationInOpenState()))
			.permittedNumberOfCallsInHalfOpenState(positive("permitted-number-of-calls-in-half-open-state",
					properties.permittedNumberOfCallsInHalfOpenState()))
			.maxWaitDurationInHalfOpenState(ReachPropertyMapper.notNegative(
					PREFIX + "max-wait-duration-in-half-open-state", properties.maxWaitDurationInHalfOpenState()))
			.automaticTransitionFromOpenToHalfOpenEnabled(properties.automaticTransitionFromOpenToHalfOpenEnabled())
			.build();
	}

	private static int positive(String key, int value) {
		return ReachPropertyMapper.positive(PREFIX + key, value);
	}

	private static float percentage(String key, float value) {
		if (!(value > 0 && value <= 100)) {
			throw new InvalidReachPropertyException(PREFIX + key, "It must be more than 0 and at most 100");
		}
		return value;
	}

}
