package dev.reach.http;

import java.time.Clock;

import dev.reach.error.Violations;

/**
 * A value that is sent as several named parameters: in the form of a POST, in the query
 * of any other request. A parameter of a declared HTTP interface may be of such a type.
 *
 * @since 0.1.0
 */
public interface RequestParameters {

	/**
	 * Name the parameters in the order in which they are sent.
	 * @param parameters takes the names and values
	 */
	void writeTo(ParameterWriter parameters);

	/**
	 * Check the values against the rules of the API before anything is sent.
	 * @param violations takes each rule that is broken
	 * @param clock the clock to compare instants with
	 */
	default void validate(Violations violations, Clock clock) {
	}

}
