package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * No secure connection could be made: the handshake failed, or the certificate is not
 * trusted or is for another host.
 *
 * @since 0.1.0
 */
public class ReachTlsException extends ReachTransportException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachTlsException(String message, @Nullable Throwable cause, Delivery delivery) {
		this(message, cause, delivery, false);
	}

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 * @param recoverable whether the same request may succeed a little later
	 */
	public ReachTlsException(String message, @Nullable Throwable cause, Delivery delivery, boolean recoverable) {
		super(message, cause, delivery, recoverable);
	}

}
