package dev.reach.middleware;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeoutScheduler}.
 */
class TimeoutSchedulerTests {

	private final TimeoutScheduler scheduler = new TimeoutScheduler();

	@ParameterizedTest
	@ValueSource(longs = { 1, 300, 1000, 1250 })
	void limitIsReachedAndNotBefore(long millis) throws InterruptedException {
		long start = System.nanoTime();
		AtomicLong end = new AtomicLong();
		CountDownLatch reached = new CountDownLatch(1);
		this.scheduler.schedule(() -> {
			end.set(System.nanoTime());
			assertThat(Schedulers.isInNonBlockingThread()).isTrue();
			reached.countDown();
		}, millis, TimeUnit.MILLISECONDS);
		assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(Duration.ofNanos(end.get() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
		assertThat(this.scheduler).hasToString("TimeoutScheduler(0 pending, tick of PT0.1S)");
	}

	@Test
	void cancelledLimitIsNotReachedAndNotKept() {
		AtomicBoolean reached = new AtomicBoolean();
		Disposable cancelled = this.scheduler.schedule(() -> reached.set(true), 1000, TimeUnit.MILLISECONDS);
		assertThat(cancelled.isDisposed()).isFalse();
		cancelled.dispose();
		assertThat(cancelled.isDisposed()).isTrue();
		assertThat(this.scheduler).hasToString("TimeoutScheduler(0 pending, tick of PT0.1S)");
		Mono.delay(Duration.ofMillis(1200), this.scheduler).block(Duration.ofSeconds(20));
		assertThat(reached).isFalse();
	}

	@Test
	void tickBeginsAgainAfterNothingWasPending() {
		for (int round = 0; round < 3; round++) {
			assertThat(Mono.delay(Duration.ofMillis(1000), this.scheduler).block(Duration.ofSeconds(20))).isZero();
		}
	}

	@Test
	void virtualTimeOfATestDoesNotStopIt() throws InterruptedException {
		CountDownLatch reached = new CountDownLatch(1);
		VirtualTimeScheduler.getOrSet();
		try {
			this.scheduler.schedule(() -> {
			}, 1, TimeUnit.HOURS);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
		this.scheduler.schedule(reached::countDown, 1000, TimeUnit.MILLISECONDS);
		assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void limitsOfManyAreIndependent() {
		assertThat(Mono
			.when(Mono.delay(Duration.ofMillis(1400), this.scheduler),
					Mono.delay(Duration.ofMillis(1000), this.scheduler), Mono.delay(Duration.ZERO, this.scheduler))
			.thenReturn("all")
			.block(Duration.ofSeconds(20))).isEqualTo("all");
	}

}
