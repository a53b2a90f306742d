package dev.reach.retry;

import java.time.Clock;
import java.time.Duration;

import dev.reach.resilience.Resilience;

/**
 * Makes resilience for tests: the standard one, but with other waits and a budget that
 * does not end.
 */
public final class TestResilience {

	private TestResilience() {
	}

	/**
	 * Return resilience with retries.
	 * @param maxRetries how many
	 * @param pause how long to wait before each
	 * @return the resilience
	 */
	public static Resilience retrying(int maxRetries, Duration pause) {
		RetrySettings standard = RetrySettings.standard();
		RetrySettings settings = new RetrySettings(maxRetries, null, standard.statuses(), standard.methods(), false,
				new Backoff(pause, 1, pause, 0), true, standard.maxRetryAfter());
		return Resilience.standard()
			.withRetryPolicy(RetryPolicy.standard(settings, Clock.systemUTC()))
			.withRetryBudget(new RetryBudget(1_000_000, 1, 1));
	}

}
