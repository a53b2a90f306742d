package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * As many calls as the client may make at a time are under way, and none ended within the
 * time this one may wait, so it was not made.
 *
 * @since 0.1.0
 */
public class ReachConcurrencyLimitedException extends ReachException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 */
	public ReachConcurrencyLimitedException(String message, @Nullable Throwable cause) {
		super(message, cause, Delivery.NOT_SENT);
	}

}
