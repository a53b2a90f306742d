package dev.reach.messaging;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What became of one message of a bulk. The string form shows nothing of the message.
 *
 * @param index the position of the message in the input, counted from 0
 * @param message the message
 * @param item the new record, or {@code null} if there is an error
 * @param error why it was not sent, or {@code null} if it was
 * @since 0.1.0
 */
public record SendOutcome(long index, SendMessage message, @Nullable MessagingItem item, @Nullable Throwable error) {

	/**
	 * Check the values.
	 */
	public SendOutcome {
		Assert.isTrue((item == null) != (error == null), "Either 'item' or 'error' must be given");
	}

	/**
	 * Return whether the service took the message.
	 * @return {@code false} if there is an error
	 */
	public boolean isSent() {
		return this.error == null;
	}

	/**
	 * Return what is known about a message that failed.
	 * @return {@link Delivery#NOT_SENT} if the message certainly did not go out,
	 * {@link Delivery#UNKNOWN} if it may have, or {@code null} if it was sent
	 */
	public @Nullable Delivery delivery() {
		if (this.error == null) {
			return null;
		}
		return (this.error instanceof ReachException failure) ? failure.delivery() : Delivery.UNKNOWN;
	}

	@Override
	public String toString() {
		return (this.error == null) ? "SendOutcome[index=%d, %s]".formatted(this.index, this.item)
				: "SendOutcome[index=%d, %s, %s]".formatted(this.index, this.error.getClass().getSimpleName(),
						delivery());
	}

}
