package dev.reach.error;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Anything that went wrong with a call to the Reach API. The message starts with what
 * happened and names method, host and path; it never holds a query, a header, a secret or
 * the text of a message.
 *
 * @since 0.1.0
 */
public abstract class ReachException extends RuntimeException {

	private final Delivery delivery;

	protected ReachException(String message, @Nullable Throwable cause, Delivery delivery) {
		super(message, cause);
		this.delivery = Objects.requireNonNull(delivery, "'delivery' must not be null");
	}

	/**
	 * Return whether the request may have been carried out although the call failed. Each
	 * attempt counts: those before the last are suppressed exceptions of this one.
	 * @return {@link Delivery#NOT_SENT} if it certainly was not
	 */
	public final Delivery delivery() {
		return earlierMayHaveBeenSent() ? Delivery.UNKNOWN : this.delivery;
	}

	@Override
	public String getMessage() {
		String message = String.valueOf(super.getMessage());
		return (this.delivery == Delivery.NOT_SENT && earlierMayHaveBeenSent())
				? message + "; but an earlier attempt may have been carried out" : message;
	}

	private boolean earlierMayHaveBeenSent() {
		for (Throwable earlier : getSuppressed()) {
			if (earlier instanceof ReachException failure && failure.delivery() == Delivery.UNKNOWN) {
				return true;
			}
		}
		return false;
	}

}
