package dev.reach.resilience;

import java.time.Clock;
import java.time.Duration;

import dev.reach.retry.RetryBudget;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a client does against failures of the service. Budget and permits have a state,
 * which all clients share that have them from the same {@code Resilience}.
 *
 * @param retryPolicy decides whether a request is repeated
 * @param retryBudget pays for the retries
 * @param permits what each attempt needs
 * @param hedgeDelay when a second attempt of a slow read begins, or {@code null} for
 * never
 * @since 0.1.0
 */
public record Resilience(RetryPolicy retryPolicy, RetryBudget retryBudget, Permits permits,
		@Nullable Duration hedgeDelay) {

	/**
	 * Check the values.
	 */
	public Resilience {
		Assert.isTrue(hedgeDelay == null || hedgeDelay.compareTo(Duration.ZERO) > 0,
				"'hedgeDelay' must be more than zero");
	}

	/**
	 * Return the default: two retries of what may be repeated, a full budget, no permits
	 * and no hedge.
	 * @return the default, with a state of its own
	 */
	public static Resilience standard() {
		return new Resilience(RetryPolicy.standard(RetrySettings.standard(), Clock.systemUTC()), RetryBudget.standard(),
				Permits.NONE, null);
	}

	/**
	 * Return a resilience that does nothing: each call is one attempt.
	 * @return no resilience
	 */
	public static Resilience none() {
		return new Resilience(RetryPolicy.never(), RetryBudget.standard(), Permits.NONE, null);
	}

	/**
	 * Return this with another retry policy.
	 * @param retryPolicy the policy
	 * @return a copy that shares the rest
	 */
	public Resilience withRetryPolicy(RetryPolicy retryPolicy) {
		return new Resilience(retryPolicy, this.retryBudget, this.permits, this.hedgeDelay);
	}

	/**
	 * Return this with another retry budget.
	 * @param retryBudget the budget
	 * @return a copy that shares the rest
	 */
	public Resilience withRetryBudget(RetryBudget retryBudget) {
		return new Resilience(this.retryPolicy, retryBudget, this.permits, this.hedgeDelay);
	}

	/**
	 * Return this with other permits.
	 * @param permits the permits
	 * @return a copy that shares the rest
	 */
	public Resilience withPermits(Permits permits) {
		return new Resilience(this.retryPolicy, this.retryBudget, permits, this.hedgeDelay);
	}

	/**
	 * Return this with another hedge.
	 * @param hedgeDelay when a second attempt of a slow read begins, or {@code null} for
	 * never
	 * @return a copy that shares the rest
	 */
	public Resilience withHedgeDelay(@Nullable Duration hedgeDelay) {
		return new Resilience(this.retryPolicy, this.retryBudget, this.permits, hedgeDelay);
	}

}
