package dev.reach.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.autoconfigure.observation.ReachObservationAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of {@link ReachProperties}, which IDEs show.
 */
class ReachPropertiesMetadataTests {

	@Test
	void keysAreThoseOfTheProperties() throws IOException {
		assertThat(metadata().keySet()).containsExactlyInAnyOrderElementsOf(declared().keySet()).isNotEmpty();
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
		if (type == List.class) {
			assertThat(description).startsWith("Comma-separated list of ");
		}
	}

	static Stream<String> keys() {
		return declared().keySet().stream();
	}

	private static String text(String key, String field) throws IOException {
		JsonNode property = Objects.requireNonNull(metadata().get(key), () -> "No metadata for " + key);
		JsonNode value = property.path(field);
		return value.isArray()
				? value.valueStream().map((element) -> element.asString()).collect(Collectors.joining(","))
				: value.asString("");
	}

	private static Map<String, JsonNode> metadata() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		try (InputStream json = new ClassPathResource("META-INF/spring-configuration-metadata.json",
				ReachProperties.class.getClassLoader())
			.getInputStream()) {
			JsonMapper.shared()
				.readTree(json)
				.path("properties")
				.forEach((property) -> properties.put(property.path("name").asString(), property));
		}
		return properties;
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
