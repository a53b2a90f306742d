package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * No usable response came. {@link #delivery()} tells whether the request may nevertheless
 * have been carried out.
 *
 * @since 0.1.0
 */
public class ReachTransportException extends ReachException {

	private final boolean recoverable;

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 */
	public ReachTransportException(String message, @Nullable Throwable cause, Delivery delivery) {
		this(message, cause, delivery, true);
	}

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 * @param recoverable whether the same request may succeed a little later
	 */
	public ReachTransportException(String message, @Nullable Throwable cause, Delivery delivery, boolean recoverable) {
		super(message, cause, delivery);
		this.recoverable = recoverable;
	}

	/**
	 * Return whether the same request may succeed a little later. It may not if, for
	 * example, a certificate is not trusted or a proxy refuses the password.
	 * @return {@code false} if repeating it is of no use
	 */
	public final boolean isRecoverable() {
		return this.recoverable;
	}

	/**
	 * Return whether this tells something about the service or the way to it. A full
	 * pool, a time-out before anything was sent, and a proxy that refuses the client do
	 * not.
	 * @return {@code false} if the service may be well nevertheless
	 */
	public boolean isServiceAtFault() {
		return true;
	}

}
