package dev.reach.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.authentix.AuthenticationStatus;
import dev.reach.authentix.Channel;
import dev.reach.authentix.ControlStatus;
import dev.reach.authentix.PaymentInfo;
import dev.reach.authentix.TrialStatus;
import dev.reach.error.Delivery;
import dev.reach.error.ReachDecodingException;
import dev.reach.http.PayloadMapper;
import dev.reach.http.WireValue;
import dev.reach.messaging.MessageStatus;
import dev.reach.messaging.MessageType;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.SendMessage;
import dev.reach.page.Page;
import dev.reach.test.ReachContract.Operation;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ReachClient} and {@link dev.reach.ReactiveReachClient}: what they make
 * of the answers of the service.
 */
class ReadingAnswersTests {

	private static final ReachContract CONTRACT = ReachContract.load();

	private static final String SECRET = "secret text";

	private final JsonMapper jsonMapper = PayloadMapper.create()
		.rebuild()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	@StartStop
	private final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.client = LoopbackClient.of(this.server);
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Operation> operations() {
		return CONTRACT.operationIds()
			.stream()
			.map(CONTRACT::operation)
			.filter((operation) -> operation.responseSchema() != null);
	}

	static Stream<Arguments> examples() {
		return operations()
			.flatMap((operation) -> operation.examples().stream().map((example) -> Arguments.of(operation, example)));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void exampleKeepsItsSchema(Operation operation, String example) {
		String schema = schemaOf(operation);
		JsonNode body = CONTRACT.example(example);
		assertThat(
				schema.endsWith("Page") ? CONTRACT.problems(schema, body) : CONTRACT.problemsOfComplete(schema, body))
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void oneExampleOfEachSchemaLeavesNothingNull(Operation operation) {
		assertThat(operations().filter((other) -> schemaOf(other).equals(schemaOf(operation)))
			.flatMap((other) -> other.examples().stream())
			.map(CONTRACT::example))
			.anySatisfy((example) -> assertThat(example.properties())
				.noneMatch((property) -> property.getValue().isNull()));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void exampleIsReadWithAllItsProperties(Operation operation, String example) {
		String body = CONTRACT.example(example).toString();
		JsonNode expected = withoutNulls(this.jsonMapper.readTree(withNamesOfPage(body)));
		assertThat(treeOf(readByBlockingClient(operation, body))).isEqualTo(expected);
		assertThat(treeOf(readByReactiveClient(operation, body))).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("operations")
	void unknownPropertiesAreIgnored(Operation operation) {
		ObjectNode body = (ObjectNode) CONTRACT.example(operation.examples().get(0)).deepCopy();
		Object expected = readByBlockingClient(operation, body.toString());
		body.putObject("newProperty").putArray("list").add(1);
		assertThat(readByBlockingClient(operation, body.toString())).isEqualTo(expected);
		assertThat(readByReactiveClient(operation, body.toString())).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("operations")
	void missingPropertiesAreNull(Operation operation) {
		Object read = readByBlockingClient(operation, "{}");
		ObjectNode nulls = (ObjectNode) CONTRACT.example(operation.examples().get(0)).deepCopy();
		nulls.propertyNames().forEach(nulls::putNull);
		assertThat(readByReactiveClient(operation, nulls.toString())).isEqualTo(read);
		if (read instanceof Page<?> page) {
			assertThat(page).isEqualTo(new Page<>(0, 0, 1, true, null, List.of()));
		}
		else {
			assertThat(treeOf(read)).isEmpty();
		}
	}

	@Test
	void numberWrittenAsTextIsRead() {
		assertThat(readMessage("{\"price\":\"0.0075\"}").price()).isEqualTo(new BigDecimal("0.0075"));
		assertThat(readMessage("{\"price\":1E-7}").price()).isEqualByComparingTo(new BigDecimal("0.0000001"));
		assertThat(readMessage("{\"numSegments\":\"3\"}").numSegments()).isEqualTo(3);
	}

	@Test
	void bodyIsReadAsUtf8() {
		assertThat(readMessage("{\"body\":\"Größe ✓ 🙂 \\u0000\"}").body()).isEqualTo("Größe ✓ 🙂 \0");
	}

	@Test
	void unknownStatusIsKept() {
		MessageStatus status = readMessage("{\"status\":\"parked\"}").status();
		assertThat(status).isEqualTo(new MessageStatus("parked"))
			.hasToString("parked")
			.hasSameHashCodeAs(new MessageStatus("parked"))
			.isNotEqualTo(MessageStatus.QUEUED);
	}

	static Stream<Arguments> wireValues() {
		return Stream.of(wireValues(MessageStatus::new, MessageStatus.class, "MessageStatus"),
				wireValues(MessageType::new, MessageType.class, "MessageType"),
				wireValues(Channel::new, Channel.class, "Channel"),
				wireValues(AuthenticationStatus::new, AuthenticationStatus.class, "AuthenticationStatus"),
				wireValues(ControlStatus::new, ControlStatus.class, "ControlStatus"),
				wireValues(TrialStatus::new, TrialStatus.class, "TrialStatus"));
	}

	private static Arguments wireValues(Function<String, WireValue> create, Class<?> type, String schema) {
		return Arguments.of(create, type, schema);
	}

	@ParameterizedTest
	@MethodSource("wireValues")
	void valueSurvivesTheWayThroughJson(Function<String, WireValue> create, Class<?> type, String schema) {
		for (String text : List.of("sent", "parked", "", "Größe \" +")) {
			WireValue value = create.apply(text);
			String json = this.jsonMapper.writeValueAsString(value);
			assertThat(this.jsonMapper.readTree(json).stringValue()).isEqualTo(text);
			assertThat((Object) this.jsonMapper.readValue(json, type)).isEqualTo(value)
				.hasToString(text)
				.hasSameHashCodeAs(value);
		}
	}

	@ParameterizedTest
	@MethodSource("wireValues")
	void eachKnownValueHasAConstant(Function<String, WireValue> create, Class<?> type, String schema) {
		List<Object> constants = Stream.of(type.getFields()).map((field) -> constant(field)).toList();
		assertThat(constants).containsExactlyInAnyOrderElementsOf(
				CONTRACT.valuesOf(schema).stream().map((text) -> (Object) create.apply(text)).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "{\"body\":\"secret text", "{\"body\":secret text}", "[\"secret text\"]",
			"\"secret text\"", "<html><body>secret text</body></html>", "{\"numSegments\":\"secret text\"}",
			"{\"numSegments\":{\"secret text\":1}}", "{\"dateCreated\":\"secret text\"}", "{\"price\":\"secret text\"}",
			"{\"status\":{\"secret text\":1}}" })
	void unreadableBodyIsReportedWithoutItsText(String body) {
		Operation operation = CONTRACT.operation("fetchMessage");
		assertUnreadable(() -> readByBlockingClient(operation, body), body);
		assertUnreadable(() -> readByReactiveClient(operation, body), body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"messages\":\"secret text\"}", "{\"messages\":[\"secret text\"]}",
			"{\"messages\":[null, {\"body\":\"secret text\"}]}", "{\"page\":\"secret text\"}",
			"{\"outOfPageRange\":\"secret text\"}" })
	void unreadablePageIsReportedWithoutItsText(String body) {
		Operation operation = CONTRACT.operation("listMessages");
		assertUnreadable(() -> readByBlockingClient(operation, body), body);
		assertUnreadable(() -> readByReactiveClient(operation, body), body);
	}

	@Test
	void htmlWithSuccessIsReportedWithoutItsText() {
		String html = "<html>secret text</html>";
		this.server.setDispatcher(new FixedAnswer(
				new MockResponse.Builder().code(201).addHeader("Content-Type", "text/html").body(html).build()));
		ReachDecodingException ex = catchThrowableOfType(ReachDecodingException.class,
				() -> this.client.messaging().messagingItems().send("+15558675310", "Bistro", "Hello"));
		assertThat(ex.status()).isEqualTo(201);
		assertThat(ex.text()).isEqualTo(html);
		assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(ex).hasMessageContaining("POST").hasMessageContaining("201").hasMessageContaining("MessagingItem");
	}

	@Test
	void missingBodyIsReported() {
		this.server.setDispatcher(new FixedAnswer(new MockResponse.Builder().code(204).build()));
		ReachDecodingException ex = catchThrowableOfType(ReachDecodingException.class,
				() -> this.client.messaging().messagingItems().fetch("MID0001"));
		assertThat(ex.status()).isEqualTo(204);
		assertThat(ex.text()).isEmpty();
		assertThat(ex).hasMessageContaining("empty");
	}

	@Test
	void bodyWhereNoneIsExpectedIsIgnored() {
		this.server.setDispatcher(FixedAnswer.json(200, "{\"deleted\":tru"));
		this.client.messaging().messagingItems().delete("MID0001");
		this.client.reactive().messaging().messagingItems().delete("MID0001").block(Duration.ofSeconds(30));
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("examples")
	void recordsDoNotPrintWhatIsPrivate(Operation operation, String example) {
		Object read = readByBlockingClient(operation, CONTRACT.example(example).toString());
		assertThat(String.valueOf(read)).doesNotContain("+1555", "+1501", "Your table", "18.5", "payee");
	}

	@Test
	void requestsAndPaymentsDoNotPrintWhatIsPrivate() {
		assertThat(SendMessage.builder("+15558675310", "+15017122661", SECRET).build()).asString()
			.doesNotContain("+1555", "+1501", SECRET);
		assertThat(new PaymentInfo(SECRET, new BigDecimal("18.5"), "usd")).asString().doesNotContain(SECRET, "18.5");
	}

	private void assertUnreadable(Runnable call, String body) {
		ReachDecodingException ex = catchThrowableOfType(ReachDecodingException.class, call::run);
		assertThat(ex.status()).isEqualTo(200);
		assertThat(ex.text()).isEqualTo(body);
		StringWriter printed = new StringWriter();
		ex.printStackTrace(new PrintWriter(printed));
		assertThat(printed.toString()).doesNotContain(SECRET).contains("GET http://127.0.0.1:");
	}

	private MessagingItem readMessage(String body) {
		return (MessagingItem) readByBlockingClient(CONTRACT.operation("fetchMessage"), body);
	}

	private Object readByBlockingClient(Operation operation, String body) {
		this.server.setDispatcher(FixedAnswer.json(200, body));
		return Objects.requireNonNull(ContractCall.of(operation.id()).blocking().apply(this.client));
	}

	private Object readByReactiveClient(Operation operation, String body) {
		this.server.setDispatcher(FixedAnswer.json(200, body));
		return Objects.requireNonNull(
				ContractCall.of(operation.id()).reactive().apply(this.client.reactive()).block(Duration.ofSeconds(30)));
	}

	private JsonNode treeOf(Object read) {
		return withoutNulls(this.jsonMapper.readTree(this.jsonMapper.writeValueAsString(read)));
	}

	private static JsonNode withoutNulls(JsonNode node) {
		node.forEach(ReadingAnswersTests::withoutNulls);
		if (node instanceof ObjectNode object) {
			object.removeNulls();
		}
		return node;
	}

	private static String withNamesOfPage(String body) {
		return body
			.replaceAll("\"total(Messages|Configurations|Authentications|AuthenticationTrials)\"", "\"totalItems\"")
			.replaceAll("\"(messages|configurations|authentications|authenticationTrials)\"", "\"items\"");
	}

	private static String schemaOf(Operation operation) {
		return Objects.requireNonNull(operation.responseSchema());
	}

	private static Object constant(Field field) {
		try {
			return field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new AssertionError(ex);
		}
	}

}
