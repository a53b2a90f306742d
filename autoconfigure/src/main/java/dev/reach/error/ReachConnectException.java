package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * No connection could be made: the name is unknown, or the host refused or cannot be
 * reached.
 *
 * @since 0.1.0
 */
public class ReachConnectException extends ReachTransportException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachConnectException(String message, @Nullable Throwable cause, Delivery delivery) {
		this(message, cause, delivery, true);
	}

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 * @param recoverable whether the same request may succeed a little later
	 */
	public ReachConnectException(String message, @Nullable Throwable cause, Delivery delivery, boolean recoverable) {
		super(message, cause, delivery, recoverable);
	}

}
