package dev.reach.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.reach.error.Delivery;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpRequest;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitPermits} and {@link LocalRateLimit}.
 */
class RateLimitPermitsTests {

	private VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	@BeforeEach
	void useVirtualTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void useRealTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void callsWaitForTheNextPeriodInTheOrderOfArrival() {
		Attempts attempts = attempts(2, Duration.ofSeconds(5));
		for (String name : List.of("a", "b", "c", "d", "e")) {
			attempts.start(name, Mono.just(Attempts.OK));
		}
		assertThat(attempts.begun()).containsExactly("a", "b");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(attempts.begun()).containsExactly("a", "b", "c", "d");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(attempts.begun()).containsExactly("a", "b", "c", "d", "e");
	}

	@Test
	void aCallThatWouldWaitTooLongIsRefusedAtOnceWithTheLimit() {
		Attempts attempts = attempts(1, Duration.ofSeconds(1));
		attempts.start("a", Mono.just(Attempts.OK));
		attempts.start("b", Mono.just(Attempts.OK));
		attempts.start("c", Mono.just(Attempts.OK));
		assertThat(attempts.failures()).singleElement().satisfies((ex) -> {
			assertThat(ex).isInstanceOf(ReachRateLimitedException.class)
				.hasMessage("The rate limit 'reach' of 1 per 1000 ms has no room within 1000 ms for "
						+ "POST https://localhost/any; it was not sent");
			assertThat(((ReachRateLimitedException) ex).delivery()).isEqualTo(Delivery.NOT_SENT);
			assertThat(((ReachRateLimitedException) ex).retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(attempts.begun()).containsExactly("a", "b");
	}

	@Test
	void waitingEndsOnCancellation() {
		Attempts attempts = attempts(1, Duration.ofSeconds(5));
		attempts.start("a", Mono.just(Attempts.OK));
		Disposable waiting = attempts.start("b", Mono.just(Attempts.OK));
		attempts.start("c", Mono.just(Attempts.OK));
		assertThat(this.time.getScheduledTaskCount()).isEqualTo(2);
		waiting.dispose();
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(attempts.begun()).containsExactly("a", "c");
	}

	@ParameterizedTest
	@CsvSource({ "sendMessage,5", "send-message,5", "SENDMESSAGE,5", "sendmessage,5", "send_message,5", "other,1" })
	void anOperationHasItsCost(String key, int cost) {
		assertThat(costs(Map.of(key, 5), "sendMessage")).containsExactly(cost);
	}

	@Test
	void aRequestWithoutAnOperationCostsOne() {
		assertThat(costs(Map.of("sendMessage", 5), null)).containsExactly(1);
	}

	@Test
	void whatCostsNothingDoesNotAsk() {
		assertThat(costs(Map.of("sendMessage", 0), "sendMessage")).isEmpty();
	}

	private static List<Integer> costs(Map<String, Integer> costs, @Nullable String operation) {
		List<Integer> asked = new ArrayList<>();
		RateLimit limit = (request, cost) -> Mono.fromRunnable(() -> asked.add(cost));
		ReachHttpRequest.Builder request = Attempts.REQUEST.mutate();
		if (operation != null) {
			request.attribute(ReachHttpRequest.OPERATION, operation);
		}
		assertThat(new RateLimitPermits(limit, costs).around(request.build(), Mono.just(Attempts.OK)).block())
			.isSameAs(Attempts.OK);
		return asked;
	}

	private Attempts attempts(int limit, Duration timeout) {
		RateLimiter limiter = new AtomicRateLimiter("reach",
				RateLimiterConfig.custom()
					.limitForPeriod(limit)
					.limitRefreshPeriod(Duration.ofSeconds(1))
					.timeoutDuration(timeout)
					.build(),
				() -> this.time.now(TimeUnit.NANOSECONDS));
		return new Attempts(new RateLimitPermits(new LocalRateLimit(limiter), Map.of()));
	}

}
