package dev.reach.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The time for which a host that has failed is passed over. After it, one attempt at a
 * time may try whether the host is well again.
 */
final class Outage {

	static final Duration FIRST = Duration.ofSeconds(1);

	static final Duration LONGEST = Duration.ofSeconds(60);

	private final long length;

	private final long end;

	private final AtomicReference<@Nullable Visit> probe = new AtomicReference<>();

	private Outage(long length, long end) {
		this.length = length;
		this.end = end;
	}

	/**
	 * Return the outage that a failure begins.
	 * @param earlier the outage the host had already, or {@code null} if it was well
	 * @param now the time in nanoseconds
	 * @return the outage, twice as long as the one before
	 */
	static Outage after(@Nullable Outage earlier, long now) {
		long length = (earlier != null) ? Math.min(earlier.length * 2, LONGEST.toNanos()) : FIRST.toNanos();
		return new Outage(length, now + length);
	}

	long remaining(long now) {
		return this.end - now;
	}

	boolean isDue(long now) {
		return remaining(now) <= 0 && this.probe.get() == null;
	}

	boolean tryProbe(Visit visit, long now) {
		return remaining(now) <= 0 && this.probe.compareAndSet(null, visit);
	}

	void giveBack(Visit visit) {
		this.probe.compareAndSet(visit, null);
	}

	Duration length() {
		return Duration.ofNanos(this.length);
	}

}
