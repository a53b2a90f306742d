package dev.reach.retry;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How long to wait before a request is repeated: exponentially longer each time, with a
 * random part that keeps clients from coming back all at once.
 *
 * @param initial the longest wait before the first repeat, more than zero
 * @param multiplier what the longest wait is multiplied with each time, at least 1
 * @param max what the longest wait never exceeds
 * @param jitter the random share of a wait, from 0 for none to 1 for full jitter
 * @since 0.1.0
 */
public record Backoff(Duration initial, double multiplier, Duration max, double jitter) {

	/**
	 * Check the values.
	 */
	public Backoff {
		Assert.isTrue(initial.compareTo(Duration.ZERO) > 0, "'initial' must be more than zero");
		Assert.isTrue(multiplier >= 1, "'multiplier' must be at least 1");
		Assert.isTrue(max.compareTo(initial) >= 0, "'max' must not be less than 'initial'");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be from 0 to 1");
	}

	/**
	 * Return the default: 200 ms, doubled up to 10 seconds, with full jitter.
	 * @return the default
	 */
	public static Backoff standard() {
		return new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(10), 1);
	}

	Duration pause(int retries, double random) {
		double longest = Math.min(this.initial.toNanos() * Math.pow(this.multiplier, retries), this.max.toNanos());
		return Duration.ofNanos((long) (longest * (1 - this.jitter * random)));
	}

}
