package dev.reach.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The contract of the API as tests need it: its operations, and checking bodies.
 */
final class ReachContract {

	private static final String LOCATION = "https://contract.example/reach-api";

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

	private final JsonNode document;

	private final SchemaRegistry schemas;

	private final Map<String, Operation> operations = new LinkedHashMap<>();

	private ReachContract(JsonNode document) {
		this.document = document;
		this.schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(builder) -> builder.schemas(Map.of(LOCATION, definitions(document)))
					.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
		document.get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.stream()
				.filter((method) -> METHODS.contains(method.getKey()))
				.map((method) -> operation(path.getKey(), path.getValue(), method.getKey(), method.getValue()))
				.forEach((operation) -> this.operations.put(operation.id(), operation)));
	}

	static ReachContract load() {
		try (InputStream yaml = ReachContract.class.getResourceAsStream("reach-api.yaml")) {
			return new ReachContract(new YAMLMapper().readTree(Objects.requireNonNull(yaml)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Set<String> operationIds() {
		return this.operations.keySet();
	}

	Operation operation(String id) {
		return Objects.requireNonNull(this.operations.get(id), () -> "The contract has no operation " + id);
	}

	Operation operation(String method, String rawPath) {
		return this.operations.values()
			.stream()
			.filter((operation) -> operation.method().equals(method) && operation.matches(rawPath))
			.findFirst()
			.orElseThrow(() -> new AssertionError("The contract has no " + method + " " + rawPath));
	}

	Set<Integer> knownErrorCodes() {
		Set<Integer> codes = new LinkedHashSet<>();
		schema("Error").get("x-known-codes").properties().forEach((code) -> codes.add(Integer.valueOf(code.getKey())));
		return codes;
	}

	List<String> valuesOf(String schema) {
		return schema(schema).get("enum").valueStream().map(JsonNode::asString).toList();
	}

	JsonNode example(String name) {
		return Objects.requireNonNull(this.document.at("/components/examples/%s/value".formatted(name)));
	}

	/**
	 * Return where a body breaks its schema. Other than for a validator, a property that
	 * the schema does not name is one such place.
	 * @param schema the name of the schema
	 * @param body the body
	 * @return what is wrong, empty if nothing is
	 */
	List<String> problems(String schema, JsonNode body) {
		List<String> problems = new ArrayList<>(validate(schema, body));
		compareNames(schema(schema), body, schema, false, problems);
		return problems;
	}

	/**
	 * Return where a body breaks its schema or leaves out a property that the schema
	 * names.
	 * @param schema the name of the schema
	 * @param body the body
	 * @return what is wrong, empty if nothing is
	 */
	List<String> problemsOfComplete(String schema, JsonNode body) {
		List<String> problems = new ArrayList<>(validate(schema, body));
		compareNames(schema(schema), body, schema, true, problems);
		return problems;
	}

	private static String definitions(JsonNode document) {
		ObjectNode schemas = (ObjectNode) document.at("/components/schemas").deepCopy();
		((ObjectNode) schemas.get("Error")).remove("x-known-codes");
		return "{\"$defs\":%s}".formatted(schemas).replace("#/components/schemas/", "#/$defs/");
	}

	private List<String> validate(String schema, JsonNode body) {
		return this.schemas.getSchema(SchemaLocation.of(LOCATION + "#/$defs/" + schema))
			.validate(body)
			.stream()
			.map((error) -> schema + " " + error)
			.toList();
	}

	private void compareNames(JsonNode schema, JsonNode body, String place, boolean complete, List<String> problems) {
		JsonNode resolved = resolve(schema);
		body.forEach((element) -> {
			if (body.isArray()) {
				compareNames(resolved.path("items"), element, place + "[]", complete, problems);
			}
		});
		Map<String, JsonNode> properties = properties(resolved);
		if (body.isObject() && !properties.isEmpty()) {
			Set<String> names = new LinkedHashSet<>(body.propertyNames());
			if (complete ? !names.equals(properties.keySet()) : !properties.keySet().containsAll(names)) {
				problems.add("%s has %s but should have %s".formatted(place, names, properties.keySet()));
			}
			body.properties()
				.forEach((property) -> compareNames(
						properties.getOrDefault(property.getKey(), MissingNode.getInstance()), property.getValue(),
						place + "." + property.getKey(), complete, problems));
		}
	}

	private Map<String, JsonNode> properties(JsonNode schema) {
		Map<String, JsonNode> properties = new LinkedHashMap<>();
		Stream.of("allOf", "anyOf")
			.flatMap((keyword) -> schema.path(keyword).valueStream())
			.forEach((part) -> properties.putAll(properties(resolve(part))));
		schema.path("properties")
			.properties()
			.forEach((property) -> properties.put(property.getKey(), property.getValue()));
		return properties;
	}

	private Operation operation(String path, JsonNode item, String method, JsonNode operation) {
		List<JsonNode> parameters = Stream
			.concat(item.path("parameters").valueStream(), operation.path("parameters").valueStream())
			.map(this::resolve)
			.toList();
		JsonNode form = resolve(operation.at("/requestBody/content").path(FORM).path("schema"));
		Set<String> required = new LinkedHashSet<>();
		parameters.stream()
			.filter((parameter) -> parameter.path("required").asBoolean(false))
			.forEach((parameter) -> required.add(parameter.get("name").asString()));
		form.path("required").forEach((name) -> required.add(name.asString()));
		Map.Entry<String, JsonNode> success = operation.get("responses")
			.properties()
			.stream()
			.filter((response) -> response.getKey().startsWith("2"))
			.findFirst()
			.orElseThrow();
		int status = operation.has("x-mock-status") ? operation.get("x-mock-status").asInt()
				: Integer.parseInt(success.getKey());
		JsonNode content = success.getValue().at("/content").path("application/json");
		return new Operation(operation.get("operationId").asString(), method.toUpperCase(Locale.ROOT), path,
				names(parameters, "path"), names(parameters, "query"), properties(form).keySet(), required, status,
				content.isMissingNode() ? null : nameOf(content.get("schema")), examples(content),
				statuses(operation.get("responses")));
	}

	private Set<String> statuses(JsonNode responses) {
		Set<String> statuses = new TreeSet<>(responses.propertyNames());
		if (statuses.remove("default")) {
			resolve(responses.get("default")).get("x-known-statuses")
				.forEach((status) -> statuses.add(status.asString()));
		}
		return statuses;
	}

	private List<String> examples(JsonNode content) {
		return content.path("examples").valueStream().map(ReachContract::nameOf).toList();
	}

	private static Set<String> names(List<JsonNode> parameters, String place) {
		Set<String> names = new LinkedHashSet<>();
		parameters.stream()
			.filter((parameter) -> place.equals(parameter.get("in").asString()))
			.forEach((parameter) -> names.add(parameter.get("name").asString()));
		return names;
	}

	private JsonNode schema(String name) {
		return this.document.at("/components/schemas/" + name);
	}

	private JsonNode resolve(JsonNode node) {
		return node.has("$ref") ? this.document.at(node.get("$ref").asString().substring(1)) : node;
	}

	private static String nameOf(JsonNode reference) {
		String pointer = reference.get("$ref").asString();
		return pointer.substring(pointer.lastIndexOf('/') + 1);
	}

	/**
	 * An operation.
	 *
	 * @param id the operationId
	 * @param method the method
	 * @param path the path template
	 * @param pathParameters the names of the parameters in the path
	 * @param queryParameters the names of the parameters in the query
	 * @param formParameters the names of the parameters in the form
	 * @param required the names of the parameters that must be there
	 * @param success the status of success
	 * @param responseSchema the name of the schema of the body, {@code null} if there is
	 * none
	 * @param examples the names of the examples of the body
	 * @param statuses the statuses that are known, in the way the contract writes them
	 */
	record Operation(String id, String method, String path, Set<String> pathParameters, Set<String> queryParameters,
			Set<String> formParameters, Set<String> required, int success, @Nullable String responseSchema,
			List<String> examples, Set<String> statuses) {

		boolean matches(String rawPath) {
			return rawPath.matches(this.path.replaceAll("\\{[^}]+}", "[^/]+"));
		}

	}

}
