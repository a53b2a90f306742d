package dev.reach.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rate limit of the client leaves no room for the call within the time it may wait,
 * so it was not made.
 *
 * @since 0.1.0
 */
public class ReachRateLimitedException extends ReachException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 */
	public ReachRateLimitedException(String message, @Nullable Throwable cause) {
		this(message, cause, null);
	}

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param retryAfter the time until the limit may have room again, or {@code null} if
	 * it is not known
	 */
	public ReachRateLimitedException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(message, cause, Delivery.NOT_SENT);
		this.retryAfter = retryAfter;
	}

	/**
	 * Return how long it is of no use to call.
	 * @return the time until the limit may have room again, never negative, or
	 * {@code null} if it is not known
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
