package dev.reach.authentix;

import dev.reach.http.WireValue;

/**
 * Whether a delivery of a code led to a passed authentication. A value this library does
 * not know keeps its text.
 *
 * @param value the text on the wire
 * @since 0.1.0
 */
public record TrialStatus(String value) implements WireValue {

	/**
	 * It did.
	 */
	public static final TrialStatus SUCCESSFUL = new TrialStatus("successful");

	/**
	 * It did not.
	 */
	public static final TrialStatus UNSUCCESSFUL = new TrialStatus("unsuccessful");

	@Override
	public String toString() {
		return this.value;
	}

}
