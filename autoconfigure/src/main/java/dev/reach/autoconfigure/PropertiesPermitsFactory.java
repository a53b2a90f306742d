package dev.reach.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.reach.autoconfigure.ReachProperties.RateLimit.Backend;
import dev.reach.resilience.Permits;
import dev.reach.resilience.RateLimitPermits;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts together the limits that are enabled. Clients of the same name share theirs.
 */
final class PropertiesPermitsFactory implements PermitsFactory {

	private final ObjectProvider<CircuitBreakerFactory> circuitBreakers;

	private final ObjectProvider<RateLimitFactory> rateLimits;

	private final ObjectProvider<ConcurrencyFactory> concurrencies;

	private final Map<String, Permits> permits = new ConcurrentHashMap<>();

	PropertiesPermitsFactory(ObjectProvider<CircuitBreakerFactory> circuitBreakers,
			ObjectProvider<RateLimitFactory> rateLimits, ObjectProvider<ConcurrencyFactory> concurrencies) {
		this.circuitBreakers = circuitBreakers;
		this.rateLimits = rateLimits;
		this.concurrencies = concurrencies;
	}

	@Override
	public Permits create(String name, ReachProperties.CircuitBreaker circuitBreaker,
			ReachProperties.RateLimit rateLimit, ReachProperties.Concurrency concurrency) {
		return this.permits.computeIfAbsent(name, (key) -> circuitBreaker(key, circuitBreaker,
				both(rateLimit(key, rateLimit), concurrency(key, concurrency))));
	}

	private Permits circuitBreaker(String name, ReachProperties.CircuitBreaker properties, Permits within) {
		return properties.enabled() ? required(this.circuitBreakers.getIfAvailable(), "reach.circuit-breaker.enabled",
				"io.github.resilience4j:resilience4j-circuitbreaker")
			.create(name, properties, within) : within;
	}

	private Permits rateLimit(String name, ReachProperties.RateLimit properties) {
		if (!properties.enabled()) {
			return Permits.NONE;
		}
		RateLimitFactory factory = this.rateLimits.stream()
			.filter((candidate) -> candidate.backend() == properties.backend())
			.findFirst()
			.orElse(null);
		check(properties);
		return new RateLimitPermits(((properties.backend() == Backend.REDIS) ? required(factory,
				"reach.rate-limit.backend",
				"org.springframework.boot:spring-boot-starter-data-redis and com.bucket4j:bucket4j_jdk17-lettuce")
				: required(factory, "reach.rate-limit.enabled", "io.github.resilience4j:resilience4j-ratelimiter"))
			.create(name, properties), properties.cost());
	}

	private Permits concurrency(String name, ReachProperties.Concurrency properties) {
		return properties.enabled() ? required(this.concurrencies.getIfAvailable(), "reach.concurrency.enabled",
				"io.github.resilience4j:resilience4j-bulkhead")
			.create(name, properties) : Permits.NONE;
	}

	private static Permits both(Permits first, Permits second) {
		if (first == Permits.NONE || second == Permits.NONE) {
			return (first == Permits.NONE) ? second : first;
		}
		return (request, attempt) -> first.around(request, second.around(request, attempt));
	}

	private static void check(ReachProperties.RateLimit properties) {
		ReachPropertyMapper.positive("reach.rate-limit.limit-for-period", properties.limitForPeriod());
		ReachPropertyMapper.positive("reach.rate-limit.limit-refresh-period", properties.limitRefreshPeriod());
		ReachPropertyMapper.notNegative("reach.rate-limit.timeout-duration", properties.timeoutDuration());
		properties.cost().forEach((operation, cost) -> {
			if (cost < 0 || cost > properties.limitForPeriod()) {
				throw new InvalidReachPropertyException("reach.rate-limit.cost." + operation,
						"It must not be negative, and not be more than reach.rate-limit.limit-for-period");
			}
		});
	}

	private static <T> T required(@Nullable T factory, String property, String dependency) {
		if (factory == null) {
			throw new InvalidReachPropertyException(property, "It needs the dependency " + dependency);
		}
		return factory;
	}

}
