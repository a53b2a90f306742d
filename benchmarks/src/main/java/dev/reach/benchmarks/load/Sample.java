package dev.reach.benchmarks.load;

/**
 * What a contestant did in one slice of time.
 *
 * @param calls the number of calls
 * @param nanos the time they took
 * @param cpuNanos the time the processors of this process worked
 * @param bytes what this process allocated
 */
public record Sample(long calls, long nanos, long cpuNanos, long bytes) {

	/**
	 * Return the throughput.
	 * @return calls per second
	 */
	public double perSecond() {
		return this.calls * 1e9 / this.nanos;
	}

	/**
	 * Return the cost in CPU time.
	 * @return nanoseconds per call
	 */
	public double cpuPerCall() {
		return (double) this.cpuNanos / this.calls;
	}

	/**
	 * Return the cost in memory.
	 * @return bytes per call
	 */
	public double bytesPerCall() {
		return (double) this.bytes / this.calls;
	}

}
