package dev.reach.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The parameters of a request, from its query and its form or JSON body.
 *
 * @param values the values by name
 */
record Parameters(Map<String, String> values) {

	static Parameters of(ReachHttpRequest request, JsonMapper jsonMapper) {
		Map<String, String> values = new HashMap<>();
		decode(request.uri().getRawQuery(), values);
		MediaType contentType = request.body().contentType();
		if (contentType != null && request.body().isInMemory() && request.body().contentLength() > 0) {
			String body = text(request);
			if (MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(contentType)) {
				decode(body, values);
			}
			else if (MediaType.APPLICATION_JSON.isCompatibleWith(contentType)) {
				readJson(body, values, jsonMapper);
			}
		}
		return new Parameters(values);
	}

	private static String text(ReachHttpRequest request) {
		byte[] content = request.body().bytes();
		if (!"gzip".equals(request.headers().getFirst(HttpHeaders.CONTENT_ENCODING))) {
			return new String(content, StandardCharsets.UTF_8);
		}
		try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
			return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw SimulatedFailure.badRequest(10002, "The request data cannot be decompressed");
		}
	}

	private static void decode(@Nullable String encoded, Map<String, String> values) {
		for (String pair : (encoded != null) ? encoded.split("&") : new String[0]) {
			int separator = pair.indexOf('=');
			if (separator > 0) {
				values.put(URLDecoder.decode(pair.substring(0, separator), StandardCharsets.UTF_8),
						URLDecoder.decode(pair.substring(separator + 1), StandardCharsets.UTF_8));
			}
		}
	}

	private static void readJson(String body, Map<String, String> values, JsonMapper jsonMapper) {
		try {
			JsonNode tree = jsonMapper.readTree(body);
			tree.properties()
				.stream()
				.filter((property) -> !property.getValue().isNull())
				.forEach((property) -> values.put(property.getKey(), property.getValue().isString()
						? property.getValue().stringValue() : property.getValue().toString()));
		}
		catch (JacksonException ex) {
			throw SimulatedFailure.badRequest(10002, "The request data is missing");
		}
	}

	@Nullable String text(String name) {
		return this.values.get(name);
	}

	String required(String name, int code) {
		String value = text(name);
		if (value == null || value.isBlank()) {
			throw SimulatedFailure.badRequest(code, "'%s' is missing".formatted(name));
		}
		return value;
	}

	@Nullable Integer number(String name, int min, int max, int code) {
		String value = text(name);
		if (value == null) {
			return null;
		}
		try {
			int number = Integer.parseInt(value);
			SimulatedFailure.check(number >= min && number <= max, code, "'%s' is out of range".formatted(name));
			return number;
		}
		catch (NumberFormatException ex) {
			throw SimulatedFailure.badRequest(code, "'%s' is not a number".formatted(name));
		}
	}

	int number(String name, int min, int max, int code, int absent) {
		Integer number = number(name, min, max, code);
		return (number != null) ? number : absent;
	}

	boolean flag(String name, boolean absent) {
		String value = text(name);
		return (value != null) ? Boolean.parseBoolean(value) : absent;
	}

	@Nullable Instant instant(String name, int code) {
		String value = text(name);
		try {
			return (value != null) ? Instant.parse(value) : null;
		}
		catch (DateTimeParseException ex) {
			throw SimulatedFailure.badRequest(code, "'%s' is not an ISO 8601 instant".formatted(name));
		}
	}

	static LocalDate day(Instant time) {
		return time.atOffset(ZoneOffset.UTC).toLocalDate();
	}

	boolean matches(String name, @Nullable Object actual) {
		String wanted = text(name);
		return wanted == null || (actual != null && wanted.equals(actual.toString()));
	}

}
