package dev.reach.benchmarks.load;

import java.time.Duration;

/**
 * Keeps one contestant busy.
 */
@FunctionalInterface
public interface Load {

	/**
	 * Call as often as possible.
	 * @param slice for how long
	 * @return what was done
	 * @throws Exception if one of the calls fails
	 */
	Sample run(Duration slice) throws Exception;

}
