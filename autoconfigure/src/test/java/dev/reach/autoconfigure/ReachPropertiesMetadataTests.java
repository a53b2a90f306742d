package dev.reach.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.authentix.AuthenticationControlItems;
import dev.reach.authentix.AuthenticationItems;
import dev.reach.authentix.AuthenticationTrialItems;
import dev.reach.authentix.AuthenticationTrialStatItems;
import dev.reach.authentix.ConfigurationItems;
import dev.reach.autoconfigure.observation.ReachObservationAutoConfiguration;
import dev.reach.http.Operation;
import dev.reach.messaging.MessagingItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.HttpMethod;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of {@link ReachProperties}, which IDEs show.
 */
class ReachPropertiesMetadataTests {

	@Test
	void keysAreThoseOfTheProperties() throws IOException {
		assertThat(metadata("properties").keySet()).containsExactlyInAnyOrderElementsOf(declared().keySet())
			.isNotEmpty();
	}

	@Test
	void conditionsOfTheAutoConfigurationsAreKnownWithoutLoadingThem() throws IOException {
		assertThat(PropertiesLoaderUtils
			.loadProperties(new ClassPathResource("META-INF/spring-autoconfigure-metadata.properties")))
			.containsKeys(ReachAutoConfiguration.class.getName(), ReachTransportAutoConfiguration.class.getName(),
					ReachObservationAutoConfiguration.class.getName(),
					ReachObservationAutoConfiguration.class.getName() + ".ConditionalOnClass");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("keys")
	void typeIsThatOfTheProperty(String key) throws IOException {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared(key).getType());
		assertThat(text(key, "type").replaceAll("<.*", "")).isEqualTo(type.getName());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("keys")
	void defaultIsThatOfTheProperty(String key) throws IOException {
		DefaultValue declared = declared(key).getAnnotation(DefaultValue.class);
		assertThat(text(key, "defaultValue")).isEqualTo((declared != null) ? String.join(",", declared.value()) : "");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("keys")
	void descriptionKeepsTheRulesOfSpringBoot(String key) throws IOException {
		String description = text(key, "description");
		assertThat(description).matches("[A-Z][^\\n<{@]*\\.").doesNotMatch("(The|A|An) .*");
		Class<?> type = declared(key).getType();
		if (type == boolean.class) {
			assertThat(description).startsWith("Whether ");
		}
		if (type == List.class && !key.equals("reach.gateway.routes")) {
			assertThat(description).startsWith("Comma-separated list of ");
		}
	}

	@Test
	void operationsThatMayHaveACostAreThoseOfTheContract() throws IOException {
		assertThat(hints("reach.rate-limit.cost.keys")).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(Stream
				.of(MessagingItems.class, ConfigurationItems.class, AuthenticationItems.class,
						AuthenticationControlItems.class, AuthenticationTrialItems.class,
						AuthenticationTrialStatItems.class)
				.flatMap((type) -> Arrays.stream(type.getMethods()))
				.map((method) -> method.getAnnotation(Operation.class))
				.filter(Objects::nonNull)
				.map(Operation::value)
				.toList());
	}

	@Test
	void methodsThatMayBeRepeatedAreThoseOfHttp() throws IOException {
		assertThat(hints("reach.retry.methods"))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(HttpMethod.values()).map(HttpMethod::name).toList());
	}

	static Stream<String> keys() {
		return declared().keySet().stream();
	}

	private static String text(String key, String field) throws IOException {
		JsonNode property = Objects.requireNonNull(metadata("properties").get(key), () -> "No metadata for " + key);
		JsonNode value = property.path(field);
		return value.isArray()
				? value.valueStream().map((element) -> element.asString()).collect(Collectors.joining(","))
				: value.asString("");
	}

	private static List<String> hints(String name) throws IOException {
		return Objects.requireNonNull(metadata("hints").get(name), () -> "No hints for " + name)
			.path("values")
			.valueStream()
			.map((hint) -> hint.path("value").asString())
			.toList();
	}

	private static Map<String, JsonNode> metadata(String kind) throws IOException {
		Map<String, JsonNode> found = new TreeMap<>();
		try (InputStream json = new ClassPathResource("META-INF/spring-configuration-metadata.json",
				ReachProperties.class.getClassLoader())
			.getInputStream()) {
			JsonMapper.shared()
				.readTree(json)
				.path(kind)
				.forEach((element) -> found.put(element.path("name").asString(), element));
		}
		return found;
	}

	private static Parameter declared(String key) {
		return Objects.requireNonNull(declared().get(key), () -> "No property " + key);
	}

	private static Map<String, Parameter> declared() {
		Map<String, Parameter> parameters = new TreeMap<>();
		collect("reach", ReachProperties.class, parameters);
		return parameters;
	}

	private static void collect(String prefix, Class<?> type, Map<String, Parameter> parameters) {
		for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
			String key = prefix + "." + parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (parameter.getType().isRecord()) {
				collect(key, parameter.getType(), parameters);
			}
			else {
				parameters.put(key, parameter);
			}
		}
	}

}
