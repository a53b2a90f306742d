package dev.reach.retry;

import java.time.Duration;

/**
 * Whether a request is repeated.
 *
 * @param isRepeat whether it is
 * @param pause the time to wait before, zero for none
 * @param reason why, for the log
 * @since 0.1.0
 */
public record RetryDecision(boolean isRepeat, Duration pause, String reason) {

	/**
	 * Repeat the request.
	 * @param pause the time to wait before; zero goes to another host at once
	 * @param reason why it may be repeated
	 * @return the decision
	 */
	public static RetryDecision repeat(Duration pause, String reason) {
		return new RetryDecision(true, pause, reason);
	}

	/**
	 * Let the failure be the result of the call.
	 * @param reason why it is not repeated
	 * @return the decision
	 */
	public static RetryDecision giveUp(String reason) {
		return new RetryDecision(false, Duration.ZERO, reason);
	}

}
