package dev.reach.autoconfigure;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.lettuce.core.RedisClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration for the limits of a client: circuit breaker, rate limit and
 * concurrency limit. The registries of the application are used where there are some.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ReachAutoConfiguration.class,
		afterName = { "io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration",
				"io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
				"io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "reach.enabled", matchIfMissing = true)
public final class ReachResilienceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(PermitsFactory.class)
	PropertiesPermitsFactory reachPermitsFactory(ObjectProvider<CircuitBreakerFactory> circuitBreakers,
			ObjectProvider<RateLimitFactory> rateLimits, ObjectProvider<ConcurrencyFactory> concurrencies) {
		return new PropertiesPermitsFactory(circuitBreakers, rateLimits, concurrencies);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CircuitBreaker.class)
	static class CircuitBreakerConfiguration {

		@Bean
		@Lazy
		CircuitBreakerFactory reachCircuitBreakerFactory(ObjectProvider<CircuitBreakerRegistry> registry) {
			return new RegistryCircuitBreakerFactory(registry.getIfAvailable(CircuitBreakerRegistry::ofDefaults));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RateLimiter.class)
	static class RateLimiterConfiguration {

		@Bean
		@Lazy
		RateLimitFactory reachRateLimitFactory(ObjectProvider<RateLimiterRegistry> registry) {
			return new RegistryRateLimitFactory(registry.getIfAvailable(RateLimiterRegistry::ofDefaults));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Bulkhead.class)
	static class BulkheadConfiguration {

		@Bean
		@Lazy
		ConcurrencyFactory reachConcurrencyFactory(ObjectProvider<BulkheadRegistry> registry) {
			return new RegistryConcurrencyFactory(registry.getIfAvailable(BulkheadRegistry::ofDefaults));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Bucket4jLettuce.class, LettuceConnectionFactory.class, RedisClient.class })
	static class RedisConfiguration {

		@Bean
		@Lazy
		RedisRateLimitFactory reachRedisRateLimitFactory(ObjectProvider<LettuceConnectionFactory> connectionFactory) {
			return new RedisRateLimitFactory(connectionFactory);
		}

	}

}
