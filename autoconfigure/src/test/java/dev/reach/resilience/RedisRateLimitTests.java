package dev.reach.resilience;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.reach.error.Delivery;
import dev.reach.error.ReachRateLimitedException;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisRateLimit} without Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisRateLimitTests {

	@AutoClose("shutdownNow")
	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final AtomicLong now = new AtomicLong();

	private final AtomicInteger asked = new AtomicInteger();

	private final Mono<AsyncBucketProxy> failing = Mono.error(() -> {
		this.asked.incrementAndGet();
		return new IllegalStateException("gone");
	});

	@Test
	void aFailureIsLoggedOnceAndRedisIsAskedOncePerSecond(CapturedOutput output) {
		RedisRateLimit limit = limit(this.failing, true);
		for (int call = 0; call < 10; call++) {
			limit.acquire(Attempts.REQUEST, 1).block();
		}
		assertThat(this.asked).hasValue(1);
		this.now.addAndGet(Duration.ofMillis(999).toNanos());
		limit.acquire(Attempts.REQUEST, 1).block();
		assertThat(this.asked).hasValue(1);
		this.now.addAndGet(Duration.ofMillis(1).toNanos());
		limit.acquire(Attempts.REQUEST, 1).block();
		limit.acquire(Attempts.REQUEST, 1).block();
		assertThat(this.asked).hasValue(2);
		assertThat(output).containsOnlyOnce("Redis does not answer for the rate limit 'shop' "
				+ "(java.lang.IllegalStateException: gone); calls are not limited until it does");
	}

	@Test
	void callsCanBeRefusedInstead() {
		RedisRateLimit limit = limit(this.failing, false);
		for (int call = 0; call < 2; call++) {
			StepVerifier.create(limit.acquire(Attempts.REQUEST, 1)).verifyErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(ReachRateLimitedException.class)
					.hasMessage("The rate limit 'shop' of 5 per 1000 ms cannot be asked as Redis does not answer for "
							+ "POST https://localhost/any; it was not sent");
				assertThat(((ReachRateLimitedException) ex).delivery()).isEqualTo(Delivery.NOT_SENT);
			});
		}
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aConnectionThatDoesNotComeIsAFailureAfterASecond() {
		StepVerifier.withVirtualTime(() -> limit(Mono.never(), true).acquire(Attempts.REQUEST, 1))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(999))
			.thenAwait(Duration.ofMillis(1))
			.verifyComplete();
	}

	@Test
	void theEntryIsAnotherOneForAnotherLimit() {
		assertThat(settings(true).entry()).asString().isEqualTo("shop:5/1000ms");
	}

	private RedisRateLimit limit(Mono<AsyncBucketProxy> bucket, boolean allow) {
		return new RedisRateLimit(settings(allow), bucket, this.timer, new RedisOutage(settings(allow), this.now::get));
	}

	private static RedisRateLimitSettings settings(boolean allow) {
		return new RedisRateLimitSettings("shop", 5, Duration.ofSeconds(1), Duration.ofSeconds(5), allow);
	}

}
