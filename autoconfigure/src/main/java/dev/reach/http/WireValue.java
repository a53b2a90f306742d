package dev.reach.http;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One value of an enumeration of the API. The service may send values that did not exist
 * when this library was written; their text is kept.
 *
 * @since 0.1.0
 */
public interface WireValue {

	/**
	 * Return the text on the wire.
	 * @return the text
	 */
	@JsonValue
	String value();

}
