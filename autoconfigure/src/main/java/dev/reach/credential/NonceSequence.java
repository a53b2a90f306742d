package dev.reach.credential;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers that only grow: the microseconds since 1970, or one more than the last number
 * where the clock is not ahead of it.
 */
final class NonceSequence {

	private final AtomicLong last = new AtomicLong();

	private final Clock clock;

	NonceSequence(Clock clock) {
		this.clock = clock;
	}

	long next() {
		long now = ChronoUnit.MICROS.between(Instant.EPOCH, this.clock.instant());
		return this.last.updateAndGet((last) -> Math.max(last + 1, now));
	}

}
