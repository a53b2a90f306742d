package dev.reach.credential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NonceSequence}.
 */
class NonceSequenceTests {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

	private static final long START_MICROS = 1_767_323_045_678_901L;

	private final AdjustableClock clock = new AdjustableClock();

	private final NonceSequence sequence = new NonceSequence(this.clock);

	@Test
	void nonceIsTheNumberOfMicrosecondsSince1970() {
		assertThat(this.sequence.next()).isEqualTo(START_MICROS);
		this.clock.now = START.plus(7, ChronoUnit.MICROS);
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 7);
	}

	@Test
	void nonceGrowsWhileTheClockStandsStill() {
		assertThat(this.sequence.next()).isEqualTo(START_MICROS);
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 1);
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 2);
	}

	@Test
	void nonceGrowsWhenTheClockGoesBackAndFollowsItWhenItIsAheadAgain() {
		assertThat(this.sequence.next()).isEqualTo(START_MICROS);
		this.clock.now = START.minus(Duration.ofDays(1));
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 1);
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 2);
		this.clock.now = START.plusSeconds(1);
		assertThat(this.sequence.next()).isEqualTo(START_MICROS + 1_000_000);
	}

	@Test
	void eachNonceIsLargerThanAllThatWereReturnedBeforeItWasAskedFor() throws Exception {
		NonceSequence contended = new NonceSequence(Clock.systemUTC());
		AtomicLong returned = new AtomicLong();
		CyclicBarrier start = new CyclicBarrier(50);
		Callable<List<Long>> taking = () -> {
			List<Long> taken = new ArrayList<>();
			start.await(20, TimeUnit.SECONDS);
			for (int count = 0; count < 2000; count++) {
				long before = returned.get();
				long nonce = contended.next();
				assertThat(nonce).isGreaterThan(before);
				returned.accumulateAndGet(nonce, Math::max);
				taken.add(nonce);
			}
			return taken;
		};
		List<Long> all = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			for (Future<List<Long>> taken : threads.invokeAll(Collections.nCopies(50, taking))) {
				all.addAll(taken.get(20, TimeUnit.SECONDS));
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(all).hasSize(100_000).doesNotHaveDuplicates();
	}

	/**
	 * A clock that shows what a test wants.
	 */
	private static final class AdjustableClock extends Clock {

		private Instant now = START;

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
