package dev.reach.messaging;

import dev.reach.http.WireValue;

/**
 * The direction of a message. A value this library does not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record MessageType(String value) implements WireValue {

	/**
	 * To the applet.
	 */
	public static final MessageType INBOUND = new MessageType("inbound");

	/**
	 * From the applet.
	 */
	public static final MessageType OUTBOUND = new MessageType("outbound");

	@Override
	public String toString() {
		return this.value;
	}

}
