package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * No usable response came. {@link #delivery()} tells whether the request may nevertheless
 * have been carried out.
 *
 * @since 0.1.0
 */
public class ReachTransportException extends ReachException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachTransportException(String message, @Nullable Throwable cause, Delivery delivery) {
		super(message, cause, delivery);
	}

}
