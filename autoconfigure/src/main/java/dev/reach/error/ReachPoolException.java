package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * No connection of the pool became free, and no further call may wait for one.
 *
 * @since 0.1.0
 */
public class ReachPoolException extends ReachTransportException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachPoolException(String message, @Nullable Throwable cause, Delivery delivery) {
		super(message, cause, delivery, false);
	}

	@Override
	public boolean isServiceAtFault() {
		return false;
	}

}
