package dev.reach.retry;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides whether a request is repeated. It only decides: the client waits, and whatever
 * the policy says it never waits longer than the call has, goes beyond the budget, or
 * repeats a request whose body can be sent only once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RetryPolicy {

	/**
	 * Decide after an attempt that failed: it ended with an error, or with a status of
	 * 400 or more.
	 * @param context what is known
	 * @return the decision
	 */
	RetryDecision decide(RetryContext context);

	/**
	 * Return the default policy: it repeats what was certainly not carried out, and what
	 * is idempotent if the failure is one that may pass.
	 * @param settings its settings
	 * @param clock the clock that dates in {@code Retry-After} are compared with
	 * @return a policy
	 */
	static RetryPolicy standard(RetrySettings settings, Clock clock) {
		return new StandardRetryPolicy(settings, clock, () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Return the policy that never repeats anything.
	 * @return a policy
	 */
	static RetryPolicy never() {
		return (context) -> RetryDecision.giveUp("retry is off");
	}

}
