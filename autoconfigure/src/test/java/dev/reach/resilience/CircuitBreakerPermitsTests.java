package dev.reach.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CircuitBreakerPermits}.
 */
class CircuitBreakerPermitsTests {

	private static final int ITERATIONS = 2000;

	private final AtomicLong now = new AtomicLong();

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 502, 503, 504 })
	void responseThatIsAFailure(int status) {
		CircuitBreaker breaker = breaker();
		assertThat(make(breaker, Mono.just(ReachHttpResponse.of(status)))).isNull();
		assertCounts(breaker, 0, 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 302, 400, 401, 404, 408, 418 })
	void responseThatIsASuccess(int status) {
		CircuitBreaker breaker = breaker();
		make(breaker, Mono.just(ReachHttpResponse.of(status)));
		assertCounts(breaker, 1, 0);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void errorThatIsAFailure(Throwable ex) {
		CircuitBreaker breaker = breaker();
		assertThat(make(breaker, Mono.error(ex))).isSameAs(ex);
		assertCounts(breaker, 0, 1);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new ReachTransportException("x", null, Delivery.UNKNOWN),
				new ReachConnectException("x", null, Delivery.NOT_SENT),
				new ReachTimeoutException("x", null, Delivery.UNKNOWN, Limit.READ),
				new ReachTimeoutException("x", null, Delivery.UNKNOWN, Limit.CALL),
				new ReachProxyException("x", null, Delivery.NOT_SENT, "http://p:1", null),
				new ReachProxyException("x", null, Delivery.NOT_SENT, "http://p:1", new Answer(503, "", "")));
	}

	@ParameterizedTest
	@MethodSource("others")
	void errorThatIsNotCounted(Throwable ex) {
		CircuitBreaker breaker = breaker();
		assertThat(make(breaker, Mono.error(ex))).isSameAs(ex);
		assertCounts(breaker, 0, 0);
	}

	static Stream<Throwable> others() {
		return Stream.of(new ReachPoolException("x", null, Delivery.NOT_SENT),
				new ReachTimeoutException("x", null, Delivery.NOT_SENT, Limit.POOL),
				new ReachProxyException("x", null, Delivery.NOT_SENT, "http://p:1", new Answer(403, "", "")),
				new ReachProxyException("x", null, Delivery.NOT_SENT, "http://p:1", new Answer(407, "", "")),
				new ReachRateLimitedException("x", null), new ReachConcurrencyLimitedException("x", null),
				new ReachConfigurationException("x"), new ReachDecodingException("x", 200, ""),
				new IllegalStateException("x"));
	}

	@ParameterizedTest
	@MethodSource("others")
	void whatIsNotCountedGivesItsTrialBack(Throwable ex) {
		CircuitBreaker breaker = breaker();
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		for (int trial = 0; trial < 5; trial++) {
			assertThat(make(breaker, Mono.error(ex))).isSameAs(ex);
		}
		assertThat(make(breaker, Mono.empty())).isNull();
		assertThat(make(breaker, Mono.just(Attempts.OK))).isNull();
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void openRefusesWithoutAnAttemptAndSaysUntilWhen() {
		CircuitBreaker breaker = breaker();
		AtomicInteger attempts = new AtomicInteger();
		CircuitBreakerPermits permits = new CircuitBreakerPermits(breaker, Permits.NONE);
		Mono<ReachHttpResponse> attempt = Mono.fromSupplier(() -> {
			attempts.incrementAndGet();
			return ReachHttpResponse.of(500);
		});
		permits.around(Attempts.REQUEST, attempt).block();
		permits.around(Attempts.REQUEST, attempt).block();
		StepVerifier.create(permits.around(Attempts.REQUEST, attempt)).verifyErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(ReachCircuitOpenException.class)
				.hasMessageMatching("The circuit breaker 'reach' is OPEN; POST https://localhost/any was not sent; "
						+ "it may be tried again at \\d{4}-.*Z");
			assertThat(((ReachCircuitOpenException) ex).delivery()).isEqualTo(Delivery.NOT_SENT);
			assertThat(((ReachCircuitOpenException) ex).retryAfter()).isBetween(Duration.ofMillis(1),
					Duration.ofSeconds(10));
		});
		assertThat(attempts).hasValue(2);
	}

	@Test
	void openBeforeItWasLookedAtSaysHowLongAtMost() {
		CircuitBreaker breaker = breaker();
		breaker.transitionToOpenState();
		assertThat(make(breaker, Mono.just(Attempts.OK))).hasMessageEndingWith("it may be tried again within PT10S");
	}

	@Test
	void forcedOpenAndHalfOpenHaveTextsOfTheirOwn() {
		CircuitBreaker breaker = breaker();
		breaker.transitionToForcedOpenState();
		assertThat(make(breaker, Mono.just(Attempts.OK))).hasMessageContaining("is FORCED_OPEN")
			.hasMessageEndingWith("it stays open until the application closes it");
		breaker.transitionToHalfOpenState();
		Disposable trial = new CircuitBreakerPermits(breaker, Permits.NONE).around(Attempts.REQUEST, Mono.never())
			.subscribe();
		assertThat(make(breaker, Mono.just(Attempts.OK))).hasMessageContaining("is HALF_OPEN")
			.hasMessageEndingWith("the calls that try the service are under way");
		trial.dispose();
		assertThat(make(breaker, Mono.just(Attempts.OK))).isNull();
	}

	@Test
	void aFailedTrialOpensForTheNextPeriod() {
		CircuitBreaker breaker = CircuitBreaker.of("reach",
				CircuitBreakerConfig.custom()
					.waitIntervalFunctionInOpenState((attempt) -> Duration.ofDays(attempt).toMillis())
					.permittedNumberOfCallsInHalfOpenState(1)
					.build());
		OpenPeriod period = new OpenPeriod(breaker);
		breaker.transitionToOpenState();
		String first = period.describeEnd();
		breaker.transitionToHalfOpenState();
		breaker.transitionToOpenState();
		assertThat(period.describeEnd()).isGreaterThan(first).startsWith("it may be tried again at ");
		assertThat(period.remaining()).isBetween(Duration.ofDays(1), Duration.ofDays(2));
		breaker.transitionToForcedOpenState();
		assertThat(period.remaining()).isNull();
	}

	@Test
	void predicatesOfTheApplicationForResultsDoNotMatter() {
		CircuitBreaker breaker = CircuitBreaker.of("reach",
				CircuitBreakerConfig.custom().recordResult((result) -> true).build());
		make(breaker, Mono.just(Attempts.OK));
		make(breaker, Mono.just(ReachHttpResponse.of(500)));
		assertCounts(breaker, 1, 1);
	}

	@Test
	void aFailedResponseIsReportedAsTheExceptionOfItsStatus() {
		CircuitBreaker breaker = CircuitBreaker.of("reach",
				CircuitBreakerConfig.custom().recordExceptions(ReachServerException.class).build());
		make(breaker, Mono.just(ReachHttpResponse.of(500)));
		assertCounts(breaker, 0, 1);
	}

	@Test
	void theWaitForOtherPermitsIsNotADurationOfTheCall() {
		CircuitBreaker breaker = breaker();
		Permits slow = (request, attempt) -> Mono.<ReachHttpResponse>fromRunnable(() -> this.now.addAndGet(10_000))
			.then(attempt);
		new CircuitBreakerPermits(breaker, slow)
			.around(Attempts.REQUEST, Mono.just(Attempts.OK).doFirst(() -> this.now.addAndGet(999)))
			.block();
		assertThat(breaker.getMetrics().getNumberOfSlowCalls()).isZero();
		new CircuitBreakerPermits(breaker, Permits.NONE).around(Attempts.REQUEST, Mono.fromSupplier(() -> {
			this.now.addAndGet(1001);
			return Attempts.OK;
		})).block();
		assertThat(breaker.getMetrics().getNumberOfSlowCalls()).isEqualTo(1);
	}

	@Test
	void aCancelledWaitAndACancelledAttemptAreNotCounted() {
		CircuitBreaker breaker = breaker();
		for (Permits within : List.of(Permits.NONE, (Permits) (request, attempt) -> Mono.never())) {
			new CircuitBreakerPermits(breaker, within).around(Attempts.REQUEST, Mono.never()).subscribe().dispose();
		}
		assertCounts(breaker, 0, 0);
		assertTrialsAreAllThere(breaker);
	}

	@Test
	void permissionIsGivenBackOnceHoweverACallEnds() {
		CircuitBreaker breaker = CircuitBreaker.of("reach",
				CircuitBreakerConfig.custom()
					.permittedNumberOfCallsInHalfOpenState(ITERATIONS + 1)
					.minimumNumberOfCalls(ITERATIONS + 1)
					.build());
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		CircuitBreakerPermits permits = new CircuitBreakerPermits(breaker, Permits.NONE);
		for (int iteration = 0; iteration < ITERATIONS; iteration++) {
			Sinks.One<ReachHttpResponse> end = Sinks.one();
			Disposable call = permits.around(Attempts.REQUEST, end.asMono()).subscribe();
			Mono.when(Mono.fromRunnable(() -> end.tryEmitValue(Attempts.OK)).subscribeOn(Schedulers.parallel()),
					Mono.fromRunnable(call::dispose).subscribeOn(Schedulers.parallel()))
				.block(Duration.ofSeconds(20));
		}
		int counted = breaker.getMetrics().getNumberOfSuccessfulCalls();
		for (int trial = counted; trial < ITERATIONS; trial++) {
			assertThat(make(breaker, Mono.just(Attempts.OK))).isNull();
		}
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
		assertThat(make(breaker, Mono.just(Attempts.OK))).isNull();
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	private static void assertTrialsAreAllThere(CircuitBreaker breaker) {
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		assertThat(make(breaker, Mono.just(Attempts.OK))).isNull();
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	private static @Nullable Throwable make(CircuitBreaker breaker, Mono<ReachHttpResponse> attempt) {
		return new CircuitBreakerPermits(breaker, Permits.NONE).around(Attempts.REQUEST, attempt)
			.then(Mono.<Throwable>empty())
			.onErrorResume(Mono::just)
			.block();
	}

	private static void assertCounts(CircuitBreaker breaker, int successes, int failures) {
		assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(successes);
		assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(failures);
	}

	private CircuitBreaker breaker() {
		return CircuitBreaker.of("reach",
				CircuitBreakerConfig.custom()
					.slidingWindow(2, 2, SlidingWindowType.COUNT_BASED)
					.waitDurationInOpenState(Duration.ofSeconds(10))
					.permittedNumberOfCallsInHalfOpenState(1)
					.slowCallDurationThreshold(Duration.ofSeconds(1))
					.currentTimestampFunction((clock) -> this.now.get(), TimeUnit.MILLISECONDS)
					.build());
	}

}
