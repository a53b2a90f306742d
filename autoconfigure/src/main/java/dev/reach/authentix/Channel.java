package dev.reach.authentix;

import dev.reach.http.WireValue;

/**
 * How a code reaches the user. A value this library does not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record Channel(String value) implements WireValue {

	/**
	 * By SMS.
	 */
	public static final Channel SMS = new Channel("sms");

	/**
	 * By e-mail.
	 */
	public static final Channel EMAIL = new Channel("email");

	@Override
	public String toString() {
		return this.value;
	}

}
