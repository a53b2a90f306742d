package dev.reach.authentix;

import dev.reach.http.WireValue;

/**
 * The outcome of checking a code. A value this library does not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record ControlStatus(String value) implements WireValue {

	/**
	 * The code is right.
	 */
	public static final ControlStatus PASSED = new ControlStatus("passed");

	/**
	 * The code is wrong.
	 */
	public static final ControlStatus FAILED = new ControlStatus("failed");

	@Override
	public String toString() {
		return this.value;
	}

}
