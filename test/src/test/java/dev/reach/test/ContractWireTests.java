package dev.reach.test;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.test.ReachContract.Operation;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachClient} and {@link dev.reach.ReactiveReachClient} against the
 * contract of the API: what each operation puts on the wire.
 */
class ContractWireTests {

	private static final ReachContract CONTRACT = ReachContract.load();

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

	static Stream<ContractCall> complete() {
		return ContractCall.complete().stream();
	}

	static Stream<ContractCall> minimal() {
		return ContractCall.minimal().stream();
	}

	@Test
	void eachOperationOfTheContractIsCalled() {
		assertThat(ContractCall.complete()).extracting(ContractCall::operationId)
			.containsExactlyInAnyOrderElementsOf(CONTRACT.operationIds());
		assertThat(CONTRACT.operationIds()).hasSize(19);
	}

	@ParameterizedTest
	@MethodSource("complete")
	void blockingClientSendsAllParametersOfTheContract(ContractCall call) throws InterruptedException {
		RecordedRequest request = sentByBlockingClient(call);
		assertIsAsInContract(call, request);
		assertHasAllParametersOfContract(call, request);
	}

	@ParameterizedTest
	@MethodSource("complete")
	void reactiveClientSendsAllParametersOfTheContract(ContractCall call) throws InterruptedException {
		RecordedRequest request = sentByReactiveClient(call);
		assertIsAsInContract(call, request);
		assertHasAllParametersOfContract(call, request);
	}

	@ParameterizedTest
	@MethodSource("minimal")
	void blockingClientDoesNotSendWhatIsLeftOut(ContractCall call) throws InterruptedException {
		assertIsAsInContract(call, sentByBlockingClient(call));
	}

	@ParameterizedTest
	@MethodSource("minimal")
	void reactiveClientDoesNotSendWhatIsLeftOut(ContractCall call) throws InterruptedException {
		assertIsAsInContract(call, sentByReactiveClient(call));
	}

	@Test
	void reactiveClientSendsNothingUntilSubscribed() {
		ContractCall.complete().forEach((call) -> call.reactive().apply(this.client.reactive()));
		assertThat(this.server.getRequestCount()).isZero();
	}

	private RecordedRequest sentByBlockingClient(ContractCall call) throws InterruptedException {
		this.server.enqueue(success(call));
		Object answer = call.blocking().apply(this.client);
		assertThat(answer != null).isEqualTo(CONTRACT.operation(call.operationId()).responseSchema() != null);
		return takeRequest();
	}

	private RecordedRequest sentByReactiveClient(ContractCall call) throws InterruptedException {
		this.server.enqueue(success(call));
		Object answer = call.reactive().apply(this.client.reactive()).block(Duration.ofSeconds(30));
		assertThat(answer != null).isEqualTo(CONTRACT.operation(call.operationId()).responseSchema() != null);
		return takeRequest();
	}

	private RecordedRequest takeRequest() throws InterruptedException {
		RecordedRequest request = this.server.takeRequest(10, TimeUnit.SECONDS);
		assertThat(this.server.getRequestCount()).isEqualTo(1);
		return Objects.requireNonNull(request);
	}

	private static MockResponse success(ContractCall call) {
		Operation operation = CONTRACT.operation(call.operationId());
		MockResponse.Builder response = new MockResponse.Builder().code(operation.success());
		if (!operation.examples().isEmpty()) {
			response.addHeader("Content-Type", "application/json")
				.body(CONTRACT.example(operation.examples().get(0)).toString());
		}
		return response.build();
	}

	private static void assertIsAsInContract(ContractCall call, RecordedRequest request) {
		Operation operation = CONTRACT.operation(call.operationId());
		assertThat(request.getMethod()).isEqualTo(operation.method());
		assertThat(pathOf(request)).isEqualTo(expectedPath(call, operation));
		assertThat(decode(queryOf(request))).isEqualTo(expected(call, operation.queryParameters(), operation));
		assertThat(decode(bodyOf(request))).isEqualTo(expected(call, operation.formParameters(), operation));
		assertHeaders(request, operation);
	}

	private static void assertHasAllParametersOfContract(ContractCall call, RecordedRequest request) {
		Operation operation = CONTRACT.operation(call.operationId());
		assertThat(decode(queryOf(request)).keySet()).containsExactlyInAnyOrderElementsOf(operation.queryParameters());
		assertThat(decode(bodyOf(request)).keySet()).containsExactlyInAnyOrderElementsOf(operation.formParameters());
		assertThat(call.parameters().keySet()).containsAll(operation.pathParameters());
	}

	private static void assertHeaders(RecordedRequest request, Operation operation) {
		assertThat(request.getHeaders().values("ApiUser")).containsExactly(LoopbackClient.API_USER);
		assertThat(request.getHeaders().values("ApiKey")).containsExactly(LoopbackClient.API_KEY);
		assertThat(request.getHeaders().values("Accept")).containsExactly("application/json");
		assertThat(request.getHeaders().values("User-Agent")).singleElement()
			.asString()
			.startsWith("reach-spring/")
			.contains("Java/");
		assertThat(request.getHeaders().values("X-Reach-Client")).singleElement().asString().startsWith("spring-");
		assertThat(request.getHeaders().get("Authorization")).isNull();
		if (operation.method().equals("POST")) {
			assertThat(request.getHeaders().values("Content-Type")).singleElement()
				.asString()
				.startsWith("application/x-www-form-urlencoded");
			assertThat(request.getHeaders().get("Content-Length")).isEqualTo(String.valueOf(request.getBodySize()));
		}
		else {
			assertThat(request.getBodySize()).isZero();
			assertThat(request.getHeaders().get("Content-Type")).isNull();
			assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
		}
	}

	private static String expectedPath(ContractCall call, Operation operation) {
		String path = operation.path();
		for (String name : operation.pathParameters()) {
			String escaped = URLEncoder.encode(valueOf(call, name), StandardCharsets.UTF_8).replace("+", "%20");
			path = path.replace("{" + name + "}", escaped);
		}
		return path;
	}

	private static Map<String, String> expected(ContractCall call, Set<String> names, Operation operation) {
		Set<String> sent = new LinkedHashSet<>(call.parameters().keySet());
		sent.removeAll(operation.pathParameters());
		assertThat(sent).isSubsetOf(Stream.of(operation.queryParameters(), operation.formParameters())
			.flatMap(Set::stream)
			.collect(Collectors.toSet()));
		sent.retainAll(names);
		return sent.stream().collect(Collectors.toMap((name) -> name, (name) -> valueOf(call, name)));
	}

	private static String valueOf(ContractCall call, String name) {
		return Objects.requireNonNull(call.parameters().get(name), name);
	}

	private static String pathOf(RecordedRequest request) {
		return request.getTarget().replaceAll("\\?.*", "");
	}

	private static String queryOf(RecordedRequest request) {
		String target = request.getTarget();
		return target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
	}

	private static String bodyOf(RecordedRequest request) {
		return (request.getBody() != null) ? request.getBody().utf8() : "";
	}

	private static Map<String, String> decode(String encoded) {
		Map<String, String> decoded = new LinkedHashMap<>();
		for (String pair : encoded.isEmpty() ? List.<String>of() : List.of(encoded.split("&"))) {
			int separator = pair.indexOf('=');
			assertThat(separator).isPositive();
			String name = URLDecoder.decode(pair.substring(0, separator), StandardCharsets.UTF_8);
			String previous = decoded.put(name,
					URLDecoder.decode(pair.substring(separator + 1), StandardCharsets.UTF_8));
			assertThat(previous).as("an earlier value of %s", name).isNull();
		}
		return decoded;
	}

}
