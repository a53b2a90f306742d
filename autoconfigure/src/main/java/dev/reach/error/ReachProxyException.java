package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * The proxy on the way did not let the request through.
 *
 * @since 0.1.0
 */
public class ReachProxyException extends ReachTransportException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachProxyException(String message, @Nullable Throwable cause, Delivery delivery) {
		super(message, cause, delivery);
	}

}
