package dev.reach.benchmarks.load;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Lets all contestants run in turn until the compiler of the JVM has little left to do,
 * which takes longer on a busy machine.
 *
 * @param time how long each runs if all goes well; it is three times as long at most
 */
public record WarmUp(Duration time) {

	private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

	private static final int TURNS = 4;

	private static final int MOST_TURNS = 3 * TURNS;

	private static final double QUIET = 0.15;

	/**
	 * Warm up.
	 * @param loads the loads of the contestants
	 * @throws Exception if a call fails
	 */
	public void run(Collection<Load> loads) throws Exception {
		double compiling = 1;
		for (int turn = 0; turn < MOST_TURNS && (turn < TURNS || compiling > QUIET); turn++) {
			long start = System.nanoTime();
			long compiled = COMPILER.getTotalCompilationTime();
			for (Load load : loads) {
				load.run(this.time.dividedBy(TURNS));
			}
			compiling = (double) TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime() - compiled)
					/ (System.nanoTime() - start);
		}
	}

}
