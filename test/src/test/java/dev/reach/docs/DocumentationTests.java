package dev.reach.docs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.autoconfigure.GatewayProperties;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachGatewayAutoConfiguration;
import dev.reach.autoconfigure.ReachProperties;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation tells the truth: each Java block is code that these tests
 * compile and run, each YAML block starts an application, and the table of properties is
 * that of the metadata.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

	private static final Pattern PROPERTY_ROW = Pattern
		.compile("(?m)^\\| `(reach\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|");

	private static final Pattern MESSAGE = Pattern.compile("(?m)(?<=^\\| |, )`([^`]+)`");

	private static final Pattern ROUTE_ROW = Pattern.compile("(?m)^\\| (`[a-z.*-]+`(?:, )?)+ \\|.*\\|.*\\|$");

	private static final Pattern KEY = Pattern.compile("(?:^\\| |\\G, )`([a-z.*-]+)`");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

	static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			List<Path> pages = new ArrayList<>(docs.filter((path) -> path.toString().endsWith(".md")).toList());
			pages.add(ROOT.resolve("README.md"));
			pages.add(ROOT.resolve("CONTRIBUTING.md"));
			return pages;
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaBlocksAreCompiledAndRun(Path page) throws IOException {
		String examples = examples();
		assertThat(blocks(page, "java")).allSatisfy((block) -> assertThat(examples).contains(withoutSpace(block)));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void yamlBlocksStartAnApplication(Path page) throws IOException {
		for (String block : blocks(page, "yaml")) {
			new ReactiveWebApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(ReachAutoConfiguration.class, ReachGatewayAutoConfiguration.class))
				.withBean(ReachHttpClient.class, () -> ReachHttpClient.fixed(ReachHttpResponse.of(200)))
				.withPropertyValues("reach.api-user=user", "reach.api-key=key", "MY_API_USER=user", "MY_API_KEY=key")
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(yaml(block)))
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReachProperties.class));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) throws IOException {
		Path folder = page.getParent();
		assertThat(LINK.matcher(Files.readString(page)).results().map((link) -> link.group(1)))
			.filteredOn((link) -> !link.startsWith("http"))
			.allSatisfy((link) -> assertThat(folder.resolve(link)).exists());
	}

	@Test
	void theReadmeListsEachPropertyWithItsDefault() throws IOException {
		Map<String, String> documented = new LinkedHashMap<>();
		Matcher rows = PROPERTY_ROW.matcher(Files.readString(ROOT.resolve("README.md")));
		while (rows.find()) {
			documented.put(rows.group(1), (rows.group(2) != null) ? rows.group(2) : "");
		}
		assertThat(documented).isEqualTo(metadata());
	}

	@Test
	void keysOfARouteAreThoseOfTheCode() throws IOException {
		List<String> documented = ROUTE_ROW.matcher(Files.readString(ROOT.resolve("docs/gateway.md")))
			.results()
			.flatMap((row) -> KEY.matcher(row.group()).results())
			.map((key) -> key.group(1))
			.toList();
		assertThat(documented).containsExactlyInAnyOrderElementsOf(keys("", GatewayProperties.Route.class));
	}

	private static List<String> keys(String prefix, Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.flatMap((component) -> keys(prefix, component).stream())
			.toList();
	}

	private static List<String> keys(String prefix, RecordComponent component) {
		String key = prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
		Class<?> type = component.getType();
		if (type.getDeclaringClass() == ReachProperties.class) {
			return List.of(key + ".*");
		}
		return type.isRecord() ? keys(key + ".", type) : List.of(key);
	}

	@Test
	void messagesOfProxyFailuresAreThoseOfTheCode() throws IOException {
		String code = code(ROOT.resolve("autoconfigure/src/main/java/dev/reach/netty"));
		String page = Files.readString(ROOT.resolve("docs/proxies.md"));
		String table = page.substring(page.indexOf("| message |"), page.indexOf("\n\n", page.indexOf("| message |")));
		List<String> messages = MESSAGE.matcher(table).results().map((message) -> message.group(1)).toList();
		assertThat(messages).hasSizeGreaterThan(10)
			.allSatisfy((message) -> assertThat(message.split("[ ():;,]*…[ ():;,]*"))
				.allSatisfy((piece) -> assertThat(code).contains(piece)));
	}

	private static String code(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			StringBuilder code = new StringBuilder();
			for (Path file : files.toList()) {
				code.append(Files.readString(file).replaceAll("\"\\s*\\+ \"", ""));
			}
			return code.toString();
		}
	}

	private static String examples() throws IOException {
		try (Stream<Path> files = Files.list(ROOT.resolve("test/src/test/java/dev/reach/docs"))) {
			StringBuilder examples = new StringBuilder();
			for (Path file : files.toList()) {
				examples.append(withoutSpace(Files.readString(file)));
			}
			return examples.toString();
		}
	}

	private static String withoutSpace(String code) {
		return code.replaceAll("\\s+", "");
	}

	private static List<String> blocks(Path page, String language) throws IOException {
		return BLOCK.matcher(Files.readString(page))
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((MatchResult block) -> block.group(2))
			.toList();
	}

	private static PropertySource<?> yaml(String block) {
		try {
			return new YamlPropertySourceLoader().load("block", new ByteArrayResource(block.getBytes())).get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> metadata() throws IOException {
		Map<String, String> properties = new LinkedHashMap<>();
		try (InputStream input = ReachProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(input).isNotNull();
			for (JsonNode property : JsonMapper.shared().readTree(input).get("properties")) {
				JsonNode value = property.get("defaultValue");
				properties.put(property.get("name").stringValue(), (value != null) ? text(value) : "");
			}
		}
		return properties;
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
	}

}
