package dev.reach.messaging;

/**
 * How many sends may be under way: one more for each window of successes, half as many
 * for an overload. What began before the last shrink says nothing about the limit since.
 */
final class AdaptiveLimit {

	private final BulkOptions options;

	private volatile int current;

	private volatile long shrinks;

	private int successes;

	AdaptiveLimit(BulkOptions options) {
		this.options = options;
		this.current = options.initialConcurrency();
	}

	int current() {
		return this.current;
	}

	long shrinks() {
		return this.shrinks;
	}

	synchronized void succeeded(long shrinksBefore) {
		if (shrinksBefore == this.shrinks && this.current < this.options.maxConcurrency()
				&& ++this.successes >= this.current) {
			changeTo(this.current + 1);
		}
	}

	synchronized void overloaded(long shrinksBefore) {
		if (shrinksBefore == this.shrinks) {
			this.shrinks = shrinksBefore + 1;
			changeTo(Math.max(this.current / 2, this.options.minConcurrency()));
		}
	}

	private void changeTo(int limit) {
		this.current = limit;
		this.successes = 0;
	}

}
