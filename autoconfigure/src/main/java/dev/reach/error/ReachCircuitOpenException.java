package dev.reach.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of the client is open: too many of the calls before have failed, so
 * this one was not made.
 *
 * @since 0.1.0
 */
public class ReachCircuitOpenException extends ReachException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 */
	public ReachCircuitOpenException(String message, @Nullable Throwable cause) {
		this(message, cause, null);
	}

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param retryAfter the time until the circuit breaker lets a call through again, or
	 * {@code null} if it is not known
	 */
	public ReachCircuitOpenException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(message, cause, Delivery.NOT_SENT);
		this.retryAfter = retryAfter;
	}

	/**
	 * Return how long it is of no use to call.
	 * @return the time until the circuit breaker lets a call through again, never
	 * negative, or {@code null} if it is not known
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
