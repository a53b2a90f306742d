package dev.reach.benchmarks.result;

import java.util.Locale;

/**
 * What a ratio must be at least or at most.
 *
 * @param value the limit of a full run
 * @param least whether it is a lower limit
 * @param quickValue the limit of a quick run, which is there to notice a collapse
 */
public record Limit(double value, boolean least, double quickValue) {

	private static final double QUICK_LEAST = 0.8;

	/**
	 * Return a lower limit.
	 * @param value the value
	 * @return the limit
	 */
	public static Limit atLeast(double value) {
		return new Limit(value, true, Math.min(value, QUICK_LEAST));
	}

	/**
	 * Return an upper limit.
	 * @param value the value
	 * @return the limit
	 */
	public static Limit atMost(double value) {
		return new Limit(value, false, value / QUICK_LEAST);
	}

	/**
	 * Return this limit with another one for quick runs.
	 * @param quickValue the limit of a quick run
	 * @return a copy
	 */
	public Limit withQuickValue(double quickValue) {
		return new Limit(this.value, this.least, quickValue);
	}

	/**
	 * Return the limit of a quick run.
	 * @return a limit that is easier to meet
	 */
	public Limit widened() {
		return new Limit(this.quickValue, this.least, this.quickValue);
	}

	boolean isMetBy(double ratio) {
		return this.least ? ratio >= this.value : ratio <= this.value;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "at %s %.2f", this.least ? "least" : "most", this.value);
	}

}
