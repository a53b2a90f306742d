package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.SendMessage;
import dev.reach.messaging.SendOutcome;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each property of the circuit breaker, the rate limit and the concurrency
 * limit has an effect.
 */
class ReachResiliencePropertiesTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void nothingIsLimitedByDefault() {
		runner().run((context) -> {
			answer(context, 500, 200);
			assertThat(this.server.getRequestCount()).isEqualTo(200);
			assertThat(context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers()).isEmpty();
			assertThat(context.getBean(RateLimiterRegistry.class).getAllRateLimiters()).isEmpty();
			assertThat(context.getBean(BulkheadRegistry.class).getAllBulkheads()).isEmpty();
		});
	}

	@Test
	void circuitBreakerLooksAtTheLastHundredCallsByDefault() {
		runner().withPropertyValues("reach.circuit-breaker.enabled=true").run((context) -> {
			answer(context, 500, 100);
			refused(context, 100);
		});
	}

	@ParameterizedTest
	@CsvSource({ "50,true", "51,false" })
	void failureRateThreshold(String threshold, boolean opens) {
		breaker("failure-rate-threshold=" + threshold, "sliding-window-size=4", "minimum-number-of-calls=4")
			.run((context) -> {
				answer(context, 200, 2);
				answer(context, 500, 2);
				assertThat(state(context)).isEqualTo(opens ? State.OPEN : State.CLOSED);
				if (opens) {
					refused(context, 4);
				}
				else {
					answer(context, 200, 1);
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "1ms,true", "60s,false" })
	void slowCallDurationThreshold(String threshold, boolean opens) {
		breaker("slow-call-duration-threshold=" + threshold, "minimum-number-of-calls=1").run((context) -> {
			this.server.enqueue(new MockResponse.Builder().headersDelay(20, TimeUnit.MILLISECONDS).build());
			post(context);
			assertThat(state(context)).isEqualTo(opens ? State.OPEN : State.CLOSED);
		});
	}

	@Test
	void slowCallRateThreshold() {
		breaker("slow-call-duration-threshold=1ms", "slow-call-rate-threshold=50", "minimum-number-of-calls=1")
			.run((context) -> {
				assertThat(breaker(context).getCircuitBreakerConfig().getSlowCallRateThreshold()).isEqualTo(50);
				this.server.enqueue(new MockResponse.Builder().headersDelay(20, TimeUnit.MILLISECONDS).build());
				post(context);
				refused(context, 1);
			});
	}

	@Test
	void slidingWindowTypeAndSize() {
		breaker("sliding-window-type=time-based", "sliding-window-size=30", "minimum-number-of-calls=3")
			.run((context) -> {
				assertThat(breaker(context).getCircuitBreakerConfig()).satisfies((config) -> {
					assertThat(config.getSlidingWindowType()).isEqualTo(SlidingWindowType.TIME_BASED);
					assertThat(config.getSlidingWindowSize()).isEqualTo(30);
				});
				answer(context, 500, 3);
				refused(context, 3);
			});
	}

	@Test
	void slidingWindowOfCallsForgetsTheOlderOnes() {
		breaker("sliding-window-size=2", "minimum-number-of-calls=2", "failure-rate-threshold=100").run((context) -> {
			answer(context, 500, 1);
			answer(context, 200, 2);
			answer(context, 500, 1);
			assertThat(state(context)).isEqualTo(State.CLOSED);
			answer(context, 500, 1);
			refused(context, 5);
		});
	}

	@Test
	void minimumNumberOfCalls() {
		breaker("minimum-number-of-calls=3").run((context) -> {
			answer(context, 500, 2);
			assertThat(state(context)).isEqualTo(State.CLOSED);
			answer(context, 500, 1);
			refused(context, 3);
		});
	}

	@Test
	void waitDurationInOpenStateAndPermittedNumberOfCallsInHalfOpenState() {
		breaker("minimum-number-of-calls=2", "wait-duration-in-open-state=50ms",
				"permitted-number-of-calls-in-half-open-state=2")
			.run((context) -> {
				answer(context, 500, 2);
				this.server.enqueue(new MockResponse.Builder().build());
				Awaitility.await().atMost(LIMIT).ignoreException(ReachCircuitOpenException.class).until(() -> {
					post(context);
					return true;
				});
				assertThat(this.server.getRequestCount()).isEqualTo(3);
				assertThat(state(context)).isEqualTo(State.HALF_OPEN);
				answer(context, 200, 1);
				assertThat(state(context)).isEqualTo(State.CLOSED);
			});
	}

	@Test
	void automaticTransitionAndMaxWaitDurationInHalfOpenState() {
		breaker("minimum-number-of-calls=1", "wait-duration-in-open-state=10ms",
				"automatic-transition-from-open-to-half-open-enabled=true", "max-wait-duration-in-half-open-state=10ms")
			.run((context) -> {
				CompletableFuture<State> tired = new CompletableFuture<>();
				breaker(context).getEventPublisher().onStateTransition((event) -> {
					if (event.getStateTransition().getFromState() == State.HALF_OPEN) {
						tired.complete(event.getStateTransition().getToState());
					}
				});
				answer(context, 500, 1);
				assertThat(tired).succeedsWithin(LIMIT).isEqualTo(State.OPEN);
				assertThat(this.server.getRequestCount()).isEqualTo(1);
			});
	}

	@Test
	void limitForPeriodAndLimitRefreshPeriodAndTimeoutDuration() {
		rateLimit("limit-for-period=3", "limit-refresh-period=1h", "timeout-duration=10ms").run((context) -> {
			answer(context, 200, 3);
			assertThatExceptionOfType(ReachRateLimitedException.class).isThrownBy(() -> post(context))
				.withMessageContaining("'reach' of 3 per 3600000 ms has no room within 10 ms");
			assertThat(this.server.getRequestCount()).isEqualTo(3);
		});
	}

	@Test
	void aCallWaitsForTheNextPeriod() {
		rateLimit("limit-for-period=1", "limit-refresh-period=100ms", "timeout-duration=20s").run((context) -> {
			long start = System.nanoTime();
			answer(context, 200, 4);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "sendMessage", "send-message" })
	void cost(String key) {
		rateLimit("limit-for-period=5", "limit-refresh-period=1h", "timeout-duration=0s", "cost." + key + "=4")
			.run((context) -> {
				this.server.enqueue(TestContexts.MESSAGE);
				this.server.enqueue(new MockResponse.Builder().build());
				MessagingItems messages = client(context).messaging().messagingItems();
				messages.send("+15558675310", "ACME", "Hey there!");
				assertThatExceptionOfType(ReachRateLimitedException.class)
					.isThrownBy(() -> messages.send("+15558675310", "ACME", "Hey there!"));
				post(context);
				assertThat(this.server.getRequestCount()).isEqualTo(2);
			});
	}

	@Test
	void bulkKeepsToTheLimitAndLosesNothing() {
		int number = 60;
		IntStream.range(0, number).forEach((message) -> this.server.enqueue(TestContexts.MESSAGE));
		List<SendMessage> messages = IntStream.range(0, number)
			.mapToObj((index) -> SendMessage.builder("+15558675310", "ACME", "Hey there!").build())
			.toList();
		rateLimit("limit-for-period=10", "limit-refresh-period=50ms", "timeout-duration=0s").run((context) -> {
			long start = System.nanoTime();
			try (Stream<SendOutcome> outcomes = client(context).messaging().messagingItems().sendAll(messages)) {
				assertThat(outcomes).hasSize(number).allMatch(SendOutcome::isSent);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(5 * 50));
			assertThat(this.server.getRequestCount()).isEqualTo(number);
		});
	}

	@Test
	void costAsEnvironmentVariable() {
		rateLimit("limit-for-period=5", "limit-refresh-period=1h", "timeout-duration=0s")
			.withInitializer(TestContexts.variables(Map.of("REACH_RATELIMIT_COST_SENDMESSAGE", "6")))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'reach.rate-limit.cost.sendmessage'"));
	}

	@Test
	void maxConcurrentCalls() {
		concurrency("max-concurrent-calls=1").run((context) -> {
			CompletableFuture<?> first = stalled(context);
			assertThatExceptionOfType(ReachConcurrencyLimitedException.class).isThrownBy(() -> post(context))
				.withMessageContaining("'reach' of 1 calls");
			assertThat(this.server.getRequestCount()).isEqualTo(1);
			first.cancel(true);
		});
	}

	@Test
	void maxWaitDuration() {
		concurrency("max-concurrent-calls=1", "max-wait-duration=20s").run((context) -> {
			CompletableFuture<?> first = stalled(context);
			CompletableFuture<ReachHttpResponse> second = client(context).reactive()
				.http()
				.post("/any", ReachHttpBody.none())
				.toFuture();
			this.server.enqueue(new MockResponse.Builder().code(201).build());
			assertThat(second).isNotDone();
			first.cancel(true);
			assertThat(second).succeedsWithin(LIMIT)
				.satisfies((response) -> assertThat(response.status()).isEqualTo(201));
		});
		concurrency("max-concurrent-calls=1", "max-wait-duration=10ms").run((context) -> {
			CompletableFuture<?> first = stalled(context);
			assertThatExceptionOfType(ReachConcurrencyLimitedException.class).isThrownBy(() -> post(context))
				.withMessageContaining("within 10 ms");
			first.cancel(true);
		});
	}

	@Test
	void aStreamKeepsItsPlaceUntilItIsRead() {
		concurrency("max-concurrent-calls=1").run((context) -> {
			this.server.enqueue(new MockResponse.Builder().body("x".repeat(100_000)).build());
			ReachHttpResponse stream = client(context).http()
				.stream(ReachHttpRequest.builder(HttpMethod.GET, "/any").build());
			assertThatExceptionOfType(ReachConcurrencyLimitedException.class).isThrownBy(() -> post(context));
			assertThat(stream.bytes().block(LIMIT)).hasSize(100_000);
			answer(context, 200, 1);
		});
	}

	@Test
	void whatWaitsForAPlaceIsOverWithTheCall() {
		concurrency("max-concurrent-calls=1", "max-wait-duration=20s").run((context) -> {
			CompletableFuture<?> first = stalled(context);
			CompletableFuture<ReachHttpResponse> second = client(context).reactive()
				.http()
				.request(ReachHttpRequest.builder(HttpMethod.POST, "/any").timeout(Duration.ofMillis(50)).build())
				.toFuture();
			assertThat(second).failsWithin(LIMIT).withThrowableThat().withMessageContaining("it was not sent");
			first.cancel(true);
			answer(context, 200, 1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "circuit-breaker.failure-rate-threshold=0", "circuit-breaker.failure-rate-threshold=101",
			"circuit-breaker.slow-call-rate-threshold=-1", "circuit-breaker.slow-call-duration-threshold=0s",
			"circuit-breaker.sliding-window-size=0", "circuit-breaker.minimum-number-of-calls=0",
			"circuit-breaker.wait-duration-in-open-state=0s",
			"circuit-breaker.permitted-number-of-calls-in-half-open-state=0",
			"circuit-breaker.max-wait-duration-in-half-open-state=-1s", "rate-limit.limit-for-period=0",
			"rate-limit.limit-refresh-period=0s", "rate-limit.timeout-duration=-1s", "rate-limit.cost.sendmessage=-1",
			"rate-limit.cost.sendmessage=51", "concurrency.max-concurrent-calls=0",
			"concurrency.max-wait-duration=-1s" })
	void aBadValueIsReportedWithItsKey(String property) {
		runner()
			.withPropertyValues("reach.circuit-breaker.enabled=true", "reach.rate-limit.enabled=true",
					"reach.concurrency.enabled=true", "reach." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReachPropertyException.class)
				.hasMessageContaining("'reach." + property.substring(0, property.indexOf('=')) + "'"));
	}

	private ApplicationContextRunner breaker(String... properties) {
		return runner("circuit-breaker", properties);
	}

	private ApplicationContextRunner rateLimit(String... properties) {
		return runner("rate-limit", properties);
	}

	private ApplicationContextRunner concurrency(String... properties) {
		return runner("concurrency", properties);
	}

	private ApplicationContextRunner runner(String part, String... properties) {
		ApplicationContextRunner runner = runner().withPropertyValues("reach." + part + ".enabled=true");
		for (String property : properties) {
			runner = runner.withPropertyValues("reach." + part + "." + property);
		}
		return runner;
	}

	private ApplicationContextRunner runner() {
		return TestContexts.runner()
			.withConfiguration(AutoConfigurations.of(ReachResilienceAutoConfiguration.class))
			.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.withBean(BulkheadRegistry.class, BulkheadRegistry::ofDefaults)
			.withPropertyValues(TestContexts.client(this.server));
	}

	private void answer(ApplicationContext context, int status, int times) {
		for (int call = 0; call < times; call++) {
			this.server.enqueue(new MockResponse.Builder().code(status).build());
			assertThat(post(context).status()).isEqualTo(status);
		}
	}

	private void refused(ApplicationContext context, int requests) {
		assertThatExceptionOfType(ReachCircuitOpenException.class).isThrownBy(() -> post(context))
			.withMessageContaining("'reach' is OPEN");
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	private CompletableFuture<ReachHttpResponse> stalled(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		CompletableFuture<ReachHttpResponse> call = client(context).reactive()
			.http()
			.post("/any", ReachHttpBody.none())
			.toFuture();
		TestContexts.takeRequest(this.server);
		return call;
	}

	private static ReachHttpResponse post(ApplicationContext context) {
		return client(context).http().post("/any", ReachHttpBody.none());
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean(ReachClient.class);
	}

	private static State state(ApplicationContext context) {
		return breaker(context).getState();
	}

	private static CircuitBreaker breaker(ApplicationContext context) {
		return context.getBean(CircuitBreakerRegistry.class).find("reach").orElseThrow();
	}

}
