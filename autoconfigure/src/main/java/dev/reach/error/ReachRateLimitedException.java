package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * The rate limit of the client leaves no room for the call within the time it may wait,
 * so it was not made.
 *
 * @since 0.1.0
 */
public class ReachRateLimitedException extends ReachException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 */
	public ReachRateLimitedException(String message, @Nullable Throwable cause) {
		super(message, cause, Delivery.NOT_SENT);
	}

}
