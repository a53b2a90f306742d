package dev.reach.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.reach.benchmarks.client.BlockingContestant;
import dev.reach.benchmarks.client.ReactiveContestant;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls at a fixed rate, whatever the answers take. A latency counts from the moment at
 * which the call was due, so a stall is not forgotten because nothing was sent meanwhile
 * (coordinated omission).
 *
 * @param rate the number of calls per second
 * @param slice for how long
 */
public record OpenLoop(double rate, Duration slice) {

	private static final long PATIENCE_SECONDS = 10;

	/**
	 * Call without waiting for answers.
	 * @param contestant sends
	 * @return the latencies in nanoseconds
	 * @throws Exception if a call fails
	 */
	public Histogram run(ReactiveContestant contestant) throws Exception {
		Histogram latencies = histogram();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Phaser pending = new Phaser(1);
		long start = System.nanoTime();
		for (long call = 0; call < calls(); call++) {
			long due = start + (long) (call * 1e9 / this.rate);
			waitUntil(due);
			pending.register();
			contestant.send()
				.doFinally((signal) -> pending.arriveAndDeregister())
				.subscribe((item) -> latencies.recordValue(Math.max(System.nanoTime() - due, 1)), failure::set);
		}
		pending.awaitAdvanceInterruptibly(pending.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
		if (failure.get() != null) {
			throw new IllegalStateException("A call failed", failure.get());
		}
		return latencies;
	}

	/**
	 * Call on threads, each of which has its share of the schedule.
	 * @param contestant sends
	 * @param threads the number of threads
	 * @return the latencies in nanoseconds
	 * @throws Exception if a call fails
	 */
	public Histogram run(BlockingContestant contestant, int threads) throws Exception {
		Histogram latencies = histogram();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
			List<Future<?>> callers = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				long first = thread;
				callers.add(executor.submit(() -> {
					for (long call = first; call < calls(); call += threads) {
						long due = start + (long) (call * 1e9 / this.rate);
						waitUntil(due);
						contestant.send();
						latencies.recordValue(Math.max(System.nanoTime() - due, 1));
					}
					return null;
				}));
			}
			for (Future<?> caller : callers) {
				caller.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		return latencies;
	}

	private long calls() {
		return (long) (this.rate * this.slice.toNanos() / 1e9);
	}

	private static void waitUntil(long due) {
		for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private static Histogram histogram() {
		return new ConcurrentHistogram(TimeUnit.SECONDS.toNanos(2 * PATIENCE_SECONDS), 3);
	}

}
