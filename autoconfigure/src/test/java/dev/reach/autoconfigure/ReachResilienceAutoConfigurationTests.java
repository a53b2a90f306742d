package dev.reach.autoconfigure;

import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import dev.reach.resilience.Permits;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReachResilienceAutoConfiguration}.
 */
class ReachResilienceAutoConfigurationTests {

	private static final String[] ALL = { "reach.circuit-breaker.enabled=true", "reach.rate-limit.enabled=true",
			"reach.concurrency.enabled=true" };

	private final ApplicationContextRunner runner = TestContexts.runner()
		.withConfiguration(AutoConfigurations.of(ReachResilienceAutoConfiguration.class))
		.withBean(ReachHttpClient.class, () -> ReachHttpClient.fixed(ReachHttpResponse.of(200)))
		.withPropertyValues("reach.api-user=user", "reach.api-key=key");

	@Test
	void backsOffWithTheClient() {
		this.runner.withPropertyValues("reach.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PermitsFactory.class));
	}

	@Test
	void worksWithoutAnyRegistry() {
		this.runner.withPropertyValues(ALL)
			.withPropertyValues("reach.rate-limit.limit-for-period=1", "reach.rate-limit.limit-refresh-period=1h")
			.run((context) -> {
				assertThat(post(context).status()).isEqualTo(200);
				assertThatExceptionOfType(ReachRateLimitedException.class).isThrownBy(() -> post(context));
			});
	}

	@Test
	void addsInstancesToTheRegistriesOfTheApplication() {
		withRegistries().withPropertyValues(ALL)
			.withPropertyValues("reach.clients.marketing.concurrency.max-concurrent-calls=3",
					"reach.clients.marketing.concurrency.max-wait-duration=1s")
			.run((context) -> {
				assertThat(context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers())
					.extracting(CircuitBreaker::getName)
					.containsExactlyInAnyOrder("reach", "marketing");
				assertThat(context.getBean(RateLimiterRegistry.class).getAllRateLimiters())
					.extracting(RateLimiter::getName)
					.containsExactlyInAnyOrder("reach", "marketing");
				assertThat(context.getBean(BulkheadRegistry.class).find("marketing")).get()
					.extracting((bulkhead) -> bulkhead.getMetrics().getMaxAllowedConcurrentCalls())
					.isEqualTo(3);
				assertThat(context.getBean(BulkheadRegistry.class).find("reach")).get()
					.extracting((bulkhead) -> bulkhead.getMetrics().getMaxAllowedConcurrentCalls())
					.isEqualTo(25);
				post(context);
				assertThat(context.getBean(CircuitBreakerRegistry.class)
					.circuitBreaker("reach")
					.getMetrics()
					.getNumberOfSuccessfulCalls()).isEqualTo(1);
			});
	}

	@Test
	void anInstanceOfTheApplicationWins() {
		RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
		limiters.rateLimiter("reach",
				RateLimiterConfig.custom().limitForPeriod(1).limitRefreshPeriod(Duration.ofHours(1)).build());
		BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
		bulkheads.bulkhead("reach",
				BulkheadConfig.custom().maxConcurrentCalls(7).maxWaitDuration(Duration.ofSeconds(1)).build());
		this.runner.withBean(RateLimiterRegistry.class, () -> limiters)
			.withBean(BulkheadRegistry.class, () -> bulkheads)
			.withPropertyValues(ALL)
			.run((context) -> {
				post(context);
				assertThatExceptionOfType(ReachRateLimitedException.class).isThrownBy(() -> post(context))
					.withMessageContaining("of 1 per 3600000 ms");
				Bulkhead bulkhead = context.getBean(BulkheadRegistry.class).bulkhead("reach");
				assertThat(bulkhead.getMetrics().getMaxAllowedConcurrentCalls()).isEqualTo(7);
				assertThat(bulkhead.getBulkheadConfig().getMaxWaitDuration()).isZero();
			});
	}

	@Test
	void clientsOfOneNameShareTheirLimits() {
		this.runner
			.withPropertyValues("reach.concurrency.enabled=true", "reach.concurrency.max-wait-duration=1s",
					"reach.rate-limit.enabled=true", "reach.rate-limit.limit-for-period=1",
					"reach.rate-limit.limit-refresh-period=1h")
			.run((context) -> {
				post(context);
				ReachClient second = context.getBean(ReachClient.Builder.class).build();
				assertThatExceptionOfType(ReachRateLimitedException.class)
					.isThrownBy(() -> second.http().post("/any", ReachHttpBody.none()));
			});
	}

	@Test
	void permitsOfTheApplicationReplaceAll() {
		this.runner.withBean(Permits.class, () -> (request, attempt) -> attempt.thenReturn(ReachHttpResponse.of(299)))
			.withPropertyValues(ALL)
			.run((context) -> assertThat(post(context).status()).isEqualTo(299));
	}

	@ParameterizedTest
	@CsvSource({ "circuitbreaker,circuit-breaker", "ratelimiter,rate-limit", "bulkhead,concurrency" })
	void withoutAModuleTheRestWorksAndItsPropertySaysWhatToAdd(String module, String part) {
		ApplicationContextRunner without = this.runner
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j." + module));
		without.withPropertyValues(ALL)
			.withPropertyValues("reach." + part + ".enabled=false")
			.run((context) -> assertThat(post(context).status()).isEqualTo(200));
		without.withPropertyValues("reach." + part + ".enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReachPropertyException.class)
				.hasMessage("The value of 'reach." + part + ".enabled' cannot be used. It needs the dependency "
						+ "io.github.resilience4j:resilience4j-" + module));
	}

	@Test
	void worksWithoutResilience4j() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j", "io.github.bucket4j", "io.lettuce",
					"org.springframework.data"))
			.run((context) -> assertThat(post(context).status()).isEqualTo(200));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.github.bucket4j.redis", "io.lettuce", "org.springframework.data" })
	void withoutAnyPartOfRedisItsPropertySaysWhatToAdd(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.withPropertyValues("reach.rate-limit.enabled=true", "reach.rate-limit.backend=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReachPropertyException.class)
				.hasMessage("The value of 'reach.rate-limit.backend' cannot be used. It needs the dependency "
						+ "org.springframework.boot:spring-boot-starter-data-redis and "
						+ "com.bucket4j:bucket4j_jdk17-lettuce"));
	}

	@Test
	void redisNeedsNoResilience4jButAConnectionFactory() {
		ApplicationContextRunner redis = this.runner.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
			.withPropertyValues("reach.rate-limit.enabled=true", "reach.rate-limit.backend=redis");
		redis.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidReachPropertyException.class)
			.hasMessageContaining("'reach.rate-limit.backend'")
			.hasMessageContaining("LettuceConnectionFactory bean"));
		redis.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner withRegistries() {
		return this.runner.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.withBean(BulkheadRegistry.class, BulkheadRegistry::ofDefaults);
	}

	private static ReachHttpResponse post(ApplicationContext context) {
		return context.getBean(ReachClient.class).http().post("/any", ReachHttpBody.none());
	}

}
