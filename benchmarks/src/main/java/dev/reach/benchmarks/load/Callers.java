package dev.reach.benchmarks.load;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import dev.reach.benchmarks.client.BlockingContestant;

/**
 * Threads that call in a closed loop.
 *
 * @param threads runs each caller on a thread of its own
 * @param count the number of callers
 */
public record Callers(ExecutorService threads, int count) implements AutoCloseable {

	/**
	 * Return callers on platform threads.
	 * @param count their number
	 * @return the callers
	 */
	public static Callers platform(int count) {
		return new Callers(Executors.newFixedThreadPool(count), count);
	}

	/**
	 * Return callers on virtual threads. Only on a JDK that has them.
	 * @param count their number
	 * @return the callers
	 * @throws ReflectiveOperationException if the JDK has none
	 */
	public static Callers virtual(int count) throws ReflectiveOperationException {
		Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
		return new Callers((ExecutorService) factory.invoke(null), count);
	}

	/**
	 * Return a load of these callers.
	 * @param contestant sends
	 * @return the load
	 */
	public Load load(BlockingContestant contestant) {
		return (slice) -> callFor(contestant, slice);
	}

	private Sample callFor(BlockingContestant contestant, Duration slice) throws Exception {
		Meter meter = Meter.start();
		long end = System.nanoTime() + slice.toNanos();
		return meter.stop(run(() -> {
			long calls = 0;
			while (System.nanoTime() < end) {
				contestant.send();
				calls++;
			}
			return calls;
		}));
	}

	/**
	 * Send a number of messages.
	 * @param contestant sends
	 * @param messages how many
	 * @return what was done
	 * @throws Exception if one of the calls fails
	 */
	public Sample send(BlockingContestant contestant, long messages) throws Exception {
		Meter meter = Meter.start();
		AtomicLong left = new AtomicLong(messages);
		return meter.stop(run(() -> {
			long calls = 0;
			while (left.getAndDecrement() > 0) {
				contestant.send();
				calls++;
			}
			return calls;
		}));
	}

	private long run(Callable<Long> caller) throws Exception {
		List<Future<Long>> results = this.threads.invokeAll(Collections.nCopies(this.count, caller));
		long calls = 0;
		for (Future<Long> result : results) {
			calls += result.get();
		}
		return calls;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
