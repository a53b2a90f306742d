package dev.reach;

import java.util.Map;
import java.util.OptionalInt;

import dev.reach.error.ErrorBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what can be read of a failure body. It may come from the service or from anything
 * on the way to it, so each property is taken by itself.
 *
 * @param jsonMapper reads JSON
 */
record ErrorBodyReader(JsonMapper jsonMapper) {

	private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {
	};

	ErrorBody read(String text) {
		try {
			JsonNode tree = this.jsonMapper.readTree(text);
			return new ErrorBody(number(tree.path("status")), number(tree.path("errorCode")),
					text(tree.path("errorMessage")), text(tree.path("more_info")), details(tree.path("errorDetails")));
		}
		catch (JacksonException ex) {
			return ErrorBody.EMPTY;
		}
	}

	private @Nullable Map<String, Object> details(JsonNode node) {
		return node.isObject() ? this.jsonMapper.convertValue(node, DETAILS) : null;
	}

	private static @Nullable Integer number(JsonNode node) {
		OptionalInt number = node.asIntOpt();
		return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
	}

	private static @Nullable String text(JsonNode node) {
		return (node.isValueNode() && !node.isNull()) ? node.asString() : null;
	}

}
