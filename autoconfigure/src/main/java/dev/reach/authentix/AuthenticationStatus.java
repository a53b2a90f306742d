package dev.reach.authentix;

import dev.reach.http.WireValue;

/**
 * The state of an authentication. A value this library does not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record AuthenticationStatus(String value) implements WireValue {

	/**
	 * A code was sent and none has passed yet.
	 */
	public static final AuthenticationStatus AWAITING = new AuthenticationStatus("awaiting");

	/**
	 * A right code was given.
	 */
	public static final AuthenticationStatus PASSED = new AuthenticationStatus("passed");

	/**
	 * The time is over.
	 */
	public static final AuthenticationStatus EXPIRED = new AuthenticationStatus("expired");

	/**
	 * Given up.
	 */
	public static final AuthenticationStatus CANCELED = new AuthenticationStatus("canceled");

	@Override
	public String toString() {
		return this.value;
	}

}
