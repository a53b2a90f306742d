package dev.reach.messaging;

import org.springframework.util.Assert;

/**
 * How many messages a bulk sends at a time. The number begins in the middle, grows by one
 * when as many sends as are allowed have succeeded while it was at least half used, and
 * halves when the service or the client itself is overloaded.
 *
 * @param maxConcurrency the largest number of sends at a time, and of outcomes that wait
 * to be taken
 * @param initialConcurrency the number of sends at a time to begin with
 * @param minConcurrency the number that an overload does not go below, at least 1
 * @since 0.1.0
 */
public record BulkOptions(int maxConcurrency, int initialConcurrency, int minConcurrency) {

	/**
	 * Check the values.
	 */
	public BulkOptions {
		Assert.isTrue(minConcurrency >= 1, "'minConcurrency' must be at least 1");
		Assert.isTrue(initialConcurrency >= minConcurrency,
				"'initialConcurrency' must not be less than 'minConcurrency'");
		Assert.isTrue(initialConcurrency <= maxConcurrency,
				"'initialConcurrency' must not be more than 'maxConcurrency'");
	}

	/**
	 * Return the defaults: 16 sends at a time to begin with, 64 at most and 1 at least.
	 * @return the defaults
	 */
	public static BulkOptions standard() {
		return new BulkOptions(64, 16, 1);
	}

	/**
	 * Return these options with another maximum. The other numbers are lowered to it
	 * where they are higher.
	 * @param maxConcurrency the largest number of sends at a time
	 * @return a copy
	 */
	public BulkOptions withMaxConcurrency(int maxConcurrency) {
		return new BulkOptions(maxConcurrency, Math.min(this.initialConcurrency, maxConcurrency),
				Math.min(this.minConcurrency, maxConcurrency));
	}

	/**
	 * Return these options with another beginning.
	 * @param initialConcurrency the number of sends at a time to begin with
	 * @return a copy
	 */
	public BulkOptions withInitialConcurrency(int initialConcurrency) {
		return new BulkOptions(this.maxConcurrency, initialConcurrency, this.minConcurrency);
	}

	/**
	 * Return these options with another minimum.
	 * @param minConcurrency the number that an overload does not go below
	 * @return a copy
	 */
	public BulkOptions withMinConcurrency(int minConcurrency) {
		return new BulkOptions(this.maxConcurrency, this.initialConcurrency, minConcurrency);
	}

}
