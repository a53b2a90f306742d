package dev.reach.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/**
 * Reads the timestamps of the API, such as {@code 2016-08-29T09:12:33.001Z} (RFC 3339, in
 * UTC, with milliseconds), without a formatter, which takes as long as all the rest of a
 * record. Whatever else may be an instant is left to Jackson.
 */
final class TimestampDeserializer extends StdDeserializer<Instant> {

	private static final String PATTERN = "0000-00-00T00:00:00.000Z";

	private static final int NANOS_PER_MILLI = 1_000_000;

	TimestampDeserializer() {
		super(Instant.class);
	}

	@Override
	public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
		String text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getString() : "";
		if (isTimestamp(text)) {
			try {
				return timestamp(text);
			}
			catch (DateTimeException ex) {
				// Jackson says what is wrong with it.
			}
		}
		return InstantDeserializer.INSTANT.deserialize(parser, context);
	}

	private static Instant timestamp(String text) {
		return LocalDateTime
			.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13), number(text, 14, 16),
					number(text, 17, 19), number(text, 20, 23) * NANOS_PER_MILLI)
			.toInstant(ZoneOffset.UTC);
	}

	private static boolean isTimestamp(String text) {
		if (text.length() != PATTERN.length()) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			char expected = PATTERN.charAt(i);
			char found = text.charAt(i);
			if ((expected == '0') ? found < '0' || found > '9' : found != expected) {
				return false;
			}
		}
		return true;
	}

	private static int number(String text, int start, int end) {
		return Integer.parseInt(text, start, end, 10);
	}

}
