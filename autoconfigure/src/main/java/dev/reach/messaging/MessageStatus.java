package dev.reach.messaging;

import dev.reach.http.WireValue;

/**
 * The state of a message. A value this library does not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record MessageStatus(String value) implements WireValue {

	/**
	 * Taken by the service.
	 */
	public static final MessageStatus ACCEPTED = new MessageStatus("accepted");

	/**
	 * To be sent later.
	 */
	public static final MessageStatus SCHEDULED = new MessageStatus("scheduled");

	/**
	 * Waiting to be sent.
	 */
	public static final MessageStatus QUEUED = new MessageStatus("queued");

	/**
	 * Being sent.
	 */
	public static final MessageStatus SENDING = new MessageStatus("sending");

	/**
	 * Handed to the network of the recipient.
	 */
	public static final MessageStatus SENT = new MessageStatus("sent");

	/**
	 * Arrived.
	 */
	public static final MessageStatus DELIVERED = new MessageStatus("delivered");

	/**
	 * Did not arrive.
	 */
	public static final MessageStatus UNDELIVERED = new MessageStatus("undelivered");

	/**
	 * Could not be sent.
	 */
	public static final MessageStatus FAILED = new MessageStatus("failed");

	/**
	 * Taken back before it was sent.
	 */
	public static final MessageStatus CANCELED = new MessageStatus("canceled");

	/**
	 * Coming in.
	 */
	public static final MessageStatus RECEIVING = new MessageStatus("receiving");

	/**
	 * Came in.
	 */
	public static final MessageStatus RECEIVED = new MessageStatus("received");

	@Override
	public String toString() {
		return this.value;
	}

}
