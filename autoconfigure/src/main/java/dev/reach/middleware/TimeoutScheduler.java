package dev.reach.middleware;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Schedules time limits, nearly all of which are cancelled before they are reached. A
 * timer for each would wake a thread for each; here a tick looks at all that are pending,
 * so that setting and cancelling one costs next to nothing. Limits of a second or more
 * are up to a tick late, shorter ones are exact.
 *
 * @since 0.1.0
 */
public final class TimeoutScheduler implements Scheduler {

	private static final Log logger = LogFactory.getLog(TimeoutScheduler.class);

	private static final long TICK_MILLIS = 100;

	private static final long EXACT_BELOW_MILLIS = 1000;

	private static final long KEPT_UNUSED_SECONDS = 10;

	private static final TimeoutScheduler SHARED = new TimeoutScheduler();

	private final ScheduledThreadPoolExecutor ticker = ticker();

	private final Set<Timeout> pending = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean ticking = new AtomicBoolean();

	TimeoutScheduler() {
	}

	// Not one of Reactor's, which anybody may shut down or replace.
	private static ScheduledThreadPoolExecutor ticker() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("reach-timeouts-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(1, threads);
		ticker.setKeepAliveTime(KEPT_UNUSED_SECONDS, TimeUnit.SECONDS);
		ticker.allowCoreThreadTimeOut(true);
		return ticker;
	}

	/**
	 * Return the scheduler that all share. It runs its tasks on
	 * {@link Schedulers#parallel()}, and has no thread while nothing is pending.
	 * @return the scheduler
	 */
	public static TimeoutScheduler shared() {
		return SHARED;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return Schedulers.parallel().schedule(task);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		if (unit.toMillis(delay) < EXACT_BELOW_MILLIS) {
			return Schedulers.parallel().schedule(task, delay, unit);
		}
		Timeout timeout = new Timeout(this.pending, task, System.nanoTime() + unit.toNanos(delay));
		this.pending.add(timeout);
		if (this.ticking.compareAndSet(false, true)) {
			tickLater();
		}
		return timeout;
	}

	private void tickLater() {
		this.ticker.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		long now = System.nanoTime();
		for (Timeout timeout : this.pending) {
			if (now - timeout.end() >= 0 && this.pending.remove(timeout)) {
				run(timeout.task());
			}
		}
		if (!this.pending.isEmpty()) {
			tickLater();
			return;
		}
		this.ticking.set(false);
		if (!this.pending.isEmpty() && this.ticking.compareAndSet(false, true)) {
			tickLater();
		}
	}

	private static void run(Runnable task) {
		try {
			Schedulers.parallel().schedule(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A time limit was reached while Reactor was shut down", ex);
		}
	}

	@Override
	public long now(TimeUnit unit) {
		return unit.convert(System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Worker createWorker() {
		return Schedulers.parallel().createWorker();
	}

	@Override
	public String toString() {
		return "TimeoutScheduler(%d pending, tick of %s)".formatted(this.pending.size(),
				Duration.ofMillis(TICK_MILLIS));
	}

	/**
	 * A time limit that is pending. Each is equal to itself only.
	 */
	private static final class Timeout implements Disposable {

		private final Set<Timeout> pending;

		private final Runnable task;

		private final long end;

		Timeout(Set<Timeout> pending, Runnable task, long end) {
			this.pending = pending;
			this.task = task;
			this.end = end;
		}

		long end() {
			return this.end;
		}

		Runnable task() {
			return this.task;
		}

		@Override
		public void dispose() {
			this.pending.remove(this);
		}

		@Override
		public boolean isDisposed() {
			return !this.pending.contains(this);
		}

	}

}
