package dev.reach.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is told otherwise. It overflows soon.
 */
final class TestTicker implements LongSupplier {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);

	void advance(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	@Override
	public long getAsLong() {
		return this.now.get();
	}

}
