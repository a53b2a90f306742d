package dev.reach;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ResponseValidator;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Turns responses into values: the status first, then what the validator says, then the
 * body.
 */
final class PayloadReader {

	private final JsonMapper jsonMapper;

	private final ErrorMapper errorMapper;

	private final @Nullable ResponseValidator validator;

	private final ErrorResponseReader errors;

	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	PayloadReader(JsonMapper jsonMapper, ErrorMapper errorMapper, @Nullable ResponseValidator validator,
			ErrorResponseReader errors) {
		this.jsonMapper = jsonMapper;
		this.errorMapper = errorMapper;
		this.validator = validator;
		this.errors = errors;
	}

	Mono<ReachHttpResponse> requireSuccess(ReachHttpResponse response) {
		if (!response.isSuccess()) {
			return this.errors.judge(response, this.errorMapper::map);
		}
		return (this.validator != null) ? this.errors.judge(response, this.validator::validate) : Mono.just(response);
	}

	<T> Mono<T> read(ReachHttpResponse response, ParameterizedTypeReference<T> type) {
		return response.bytes().map((body) -> decode(response, body, type.getType()));
	}

	<T> Mono<T> readIfPresent(ReachHttpResponse response, ParameterizedTypeReference<T> type) {
		return response.bytes().filter((body) -> body.length > 0).map((body) -> decode(response, body, type.getType()));
	}

	@SuppressWarnings("unchecked")
	private <T> T decode(ReachHttpResponse response, byte[] body, Type type) {
		if (type == byte[].class) {
			return (T) body;
		}
		if (type == String.class) {
			return (T) new String(body, StandardCharsets.UTF_8);
		}
		if (body.length == 0) {
			throw unreadable(response, body, type, "it is empty");
		}
		try {
			T value = reader(type).readValue(body);
			if (value == null) {
				throw unreadable(response, body, type, "it is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw unreadable(response, body, type, whereOf(ex));
		}
	}

	private ObjectReader reader(Type type) {
		return this.readers.computeIfAbsent(type,
				(key) -> this.jsonMapper.readerFor(this.jsonMapper.constructType(key)));
	}

	// The text of the exception is not used: it may quote the body.
	private static String whereOf(JacksonException ex) {
		String place = (ex.getLocation() != null)
				? "line %d, column %d".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr())
				: "an unknown place";
		return "%s at %s".formatted(ex.getClass().getSimpleName(), place);
	}

	private static ReachDecodingException unreadable(ReachHttpResponse response, byte[] body, Type type,
			@Nullable String why) {
		return new ReachDecodingException(
				"The body of the response %s cannot be read as %s: %s".formatted(response, type.getTypeName(), why),
				response.status(), new String(body, StandardCharsets.UTF_8));
	}

}
