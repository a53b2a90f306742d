package dev.reach.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something took longer than it may.
 *
 * @since 0.1.0
 */
public class ReachTimeoutException extends ReachTransportException {

	private final Limit limit;

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 * @param limit the limit that was reached
	 */
	public ReachTimeoutException(String message, @Nullable Throwable cause, Delivery delivery, Limit limit) {
		super(message, cause, delivery);
		this.limit = limit;
	}

	/**
	 * Create the exception for a call that took longer than it may as a whole.
	 * @param requestLine the name of the request
	 * @param timeout the time the call was given
	 * @param delivery what is known about the fate of the request
	 * @return the exception
	 */
	public static ReachTimeoutException ofCall(String requestLine, Duration timeout, Delivery delivery) {
		String fate = (delivery == Delivery.NOT_SENT) ? "it was not sent" : "it was sent and may have been carried out";
		return new ReachTimeoutException("No answer within the request timeout of %d ms to %s; %s"
			.formatted(timeout.toMillis(), requestLine, fate), null, delivery, Limit.CALL);
	}

	/**
	 * Return the limit that was reached.
	 * @return the limit
	 */
	public Limit limit() {
		return this.limit;
	}

	@Override
	public boolean isServiceAtFault() {
		return switch (this.limit) {
			case CONNECT, READ -> true;
			case POOL -> false;
			case CALL -> delivery() == Delivery.UNKNOWN;
		};
	}

	/**
	 * The time limits of a call.
	 */
	public enum Limit {

		/**
		 * Opening a connection, property {@code reach.connect-timeout}.
		 */
		CONNECT,

		/**
		 * Waiting for a connection of the pool, property
		 * {@code reach.pool.pending-acquire-timeout}.
		 */
		POOL,

		/**
		 * Waiting for the next bytes of the response, property
		 * {@code reach.read-timeout}.
		 */
		READ,

		/**
		 * The call as a whole, property {@code reach.request-timeout}.
		 */
		CALL

	}

}
