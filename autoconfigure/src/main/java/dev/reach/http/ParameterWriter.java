package dev.reach.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes values as the API reads them: instants in UTC as in ISO 8601, {@code true} and
 * {@code false}, numbers without an exponent, objects as JSON. A value that is
 * {@code null} is left out.
 *
 * @since 0.1.0
 */
public final class ParameterWriter {

	private final BiConsumer<String, String> target;

	private final JsonMapper jsonMapper;

	/**
	 * Create a new writer.
	 * @param target takes name and value
	 * @param jsonMapper writes objects
	 */
	public ParameterWriter(BiConsumer<String, String> target, JsonMapper jsonMapper) {
		this.target = target;
		this.jsonMapper = jsonMapper;
	}

	/**
	 * Write a parameter.
	 * @param name the name
	 * @param value the value or {@code null}
	 * @return this writer
	 */
	public ParameterWriter add(String name, @Nullable Object value) {
		if (value instanceof BigDecimal number) {
			this.target.accept(name, number.toPlainString());
		}
		else if (value instanceof Instant || value instanceof CharSequence || value instanceof Number
				|| value instanceof Boolean || value instanceof WireValue) {
			this.target.accept(name, value.toString());
		}
		else if (value != null) {
			throw new IllegalArgumentException("'%s' is a %s, which has no form on the wire; use addJson for objects"
				.formatted(name, value.getClass().getName()));
		}
		return this;
	}

	/**
	 * Write an object as JSON text.
	 * @param name the name
	 * @param value the object or {@code null}
	 * @return this writer
	 */
	public ParameterWriter addJson(String name, @Nullable Object value) {
		if (value != null) {
			this.target.accept(name, this.jsonMapper.writeValueAsString(value));
		}
		return this;
	}

}
