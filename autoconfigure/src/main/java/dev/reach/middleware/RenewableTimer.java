package dev.reach.middleware;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Waits for the end of a time that may move on meanwhile: whether it is over is asked
 * again whenever it would have been.
 */
final class RenewableTimer {

	private final Scheduler scheduler;

	private final LongSupplier remainingNanos;

	private final Runnable over;

	private final Disposable.Swap next = Disposables.swap();

	/**
	 * Create a timer.
	 * @param scheduler runs it
	 * @param remainingNanos gives the time that is left
	 * @param over called when none is left
	 */
	RenewableTimer(Scheduler scheduler, LongSupplier remainingNanos, Runnable over) {
		this.scheduler = scheduler;
		this.remainingNanos = remainingNanos;
		this.over = over;
	}

	void start() {
		schedule(this.remainingNanos.getAsLong());
	}

	private void schedule(long nanos) {
		this.next.update(this.scheduler.schedule(this::check, nanos, TimeUnit.NANOSECONDS));
	}

	private void check() {
		long left = this.remainingNanos.getAsLong();
		if (left > 0) {
			schedule(left);
		}
		else {
			this.over.run();
		}
	}

	void dispose() {
		this.next.dispose();
	}

}
