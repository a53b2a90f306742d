package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of the client is open: too many of the calls before have failed, so
 * this one was not made.
 *
 * @since 0.1.0
 */
public class ReachCircuitOpenException extends ReachException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 */
	public ReachCircuitOpenException(String message, @Nullable Throwable cause) {
		super(message, cause, Delivery.NOT_SENT);
	}

}
