package dev.reach.benchmarks.section;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param quick whether only a collapse is to be noticed
 * @param rounds the number of rounds
 * @param limitRounds the number of rounds of what has a limit
 * @param slice how long a contestant runs in a round
 * @param warmUp how long a contestant runs before the first round
 */
public record Settings(boolean quick, int rounds, int limitRounds, Duration slice, Duration warmUp) {

	/**
	 * Return the settings of a run.
	 * @param quick whether only a collapse is to be noticed
	 * @return the settings
	 */
	public static Settings of(boolean quick) {
		return quick ? new Settings(true, 3, 5, Duration.ofMillis(250), Duration.ofSeconds(1))
				: new Settings(false, 7, 11, Duration.ofMillis(250), Duration.ofMillis(2500));
	}

}
