package dev.reach.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachAuthenticationException;
import dev.reach.http.PayloadMapper;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReachSimulator} and {@link MockReachServer}: credentials, errors and
 * many callers at once. Each answer is compared with the contract.
 */
class SimulatorContractTests {

	private static final String CREATE = "/rest/messaging/v1/create";

	private static final String LIST = "/rest/messaging/v1/list";

	private static final String CONFIGURATIONS = "/rest/authentix/v1/configurations";

	private static final String STARTS = CONFIGURATIONS + "/CID000000000001/authentications";

	private static final String CHECKS = CONFIGURATIONS + "/CID000000000001/authentication-controls";

	@RegisterExtension
	private final SimulatedService service = new SimulatedService();

	@BeforeEach
	void createConfiguration() {
		assertThat(this.service.post(CONFIGURATIONS, "serviceName", "Bistro", "usedForDigitalPayment", "true").status())
			.isEqualTo(201);
	}

	static Stream<Arguments> badForms() {
		return Stream.of(badForm(20101, CREATE, "src", "Bistro", "body", "Hello"),
				badForm(20101, CREATE, "dest", "12345", "src", "Bistro", "body", "Hello"),
				badForm(20101, CREATE, "dest", "+15558675310", "src", "+15558675310", "body", "Hello"),
				badForm(20102, CREATE, "dest", "+15558675310", "body", "Hello"),
				badForm(20102, CREATE, "dest", "+15558675310", "src", "much too long a name", "body", "Hello"),
				badForm(20103, CREATE, "dest", "+15558675310", "src", "Bistro"),
				badForm(20103, CREATE, "dest", "+15558675310", "src", "Bistro", "body", " \n"),
				badForm(20103, CREATE, "dest", "+15558675310", "src", "Bistro", "body", "x".repeat(1601)),
				badForm(20108, CREATE, "dest", "+15558675310", "src", "Bistro", "body", "✓".repeat(671)),
				badForm(20104, CREATE, message("scheduledTime", "tomorrow")),
				badForm(20104, CREATE, message("scheduledTime", "2026-11-20T10:14:59Z")),
				badForm(20104, CREATE, message("scheduledTime", "2026-11-25T10:00:01Z")),
				badForm(20105, CREATE, message("validityPeriod", "-1")),
				badForm(20105, CREATE, message("validityPeriod", "14401")),
				badForm(20105, CREATE, message("validityPeriod", "long")),
				badForm(20106, CREATE, message("statusCallback", "not a url")),
				badForm(20106, CREATE, message("statusCallback", "https://under_score.example/x")),
				badForm(20109, CREATE, message("maxPrice", "0")), badForm(20109, CREATE, message("maxPrice", "-1")),
				badForm(20109, CREATE, message("maxPrice", "cheap")), badForm(10002, "/rest/messaging/v1/update"),
				badForm(10002, "/rest/messaging/v1/unschedule"), badForm(40002, CONFIGURATIONS),
				badForm(40002, CONFIGURATIONS, "serviceName", " "),
				badForm(40002, CONFIGURATIONS, "serviceName", "x".repeat(41)),
				badForm(40003, CONFIGURATIONS, "serviceName", "x", "codeLength", "3"),
				badForm(40003, CONFIGURATIONS, "serviceName", "x", "codeLength", "11"),
				badForm(40004, CONFIGURATIONS, "serviceName", "x", "defaultExpiryTime", "1441"),
				badForm(40005, CONFIGURATIONS, "serviceName", "x", "defaultMaxTrials", "0"),
				badForm(40006, CONFIGURATIONS, "serviceName", "Bistro"),
				badForm(40012, CONFIGURATIONS, "serviceName", "x", "defaultMaxControls", "7"),
				badForm(40011, CONFIGURATIONS + "/CID000000000001"),
				badForm(40101, STARTS, "channel", "sms", "paymentInfo", payment()),
				badForm(40101, STARTS, "dest", "+15558675310", "paymentInfo", payment()),
				badForm(40102, STARTS, "dest", "+15558675310", "channel", "pigeon"),
				badForm(40103, STARTS, "dest", "me@example.com", "channel", "sms"),
				badForm(40103, STARTS, "dest", "+15558675310", "channel", "email"),
				badForm(40104, STARTS, authentication("templateDataMap", "[1]")),
				badForm(40104, STARTS, authentication("templateDataMap", "{name}")),
				badForm(40105, STARTS, authentication("customCode", "12ab")),
				badForm(40106, STARTS, authentication("customCode", "1234")),
				badForm(40107, STARTS, "dest", "+15558675310", "channel", "sms"),
				badForm(40107, STARTS, "dest", "+15558675310", "channel", "sms", "paymentInfo", "18.5 usd"),
				badForm(40107, STARTS, "dest", "+15558675310", "channel", "sms", "paymentInfo", "\"Bistro\""),
				badForm(40107, STARTS, "dest", "+15558675310", "channel", "sms", "paymentInfo", "{\"payee\":\"B\"}"),
				badForm(10002, CHECKS, "code", "1234"));
	}

	@ParameterizedTest
	@MethodSource("badForms")
	void badFormIsRefusedWithItsCode(int code, String path, String[] form) {
		assertFails(400, code, this.service.post(path, form));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET    | /rest/messaging/v1/fetch                                                   | 400 | 10002
			DELETE | /rest/messaging/v1/delete?messageId=                                       | 400 | 10002
			GET    | /rest/messaging/v1/fetch?messageId=MID1                                    | 404 | 404
			GET    | /rest/messaging/v1/list?pageSize=0                                         | 400 | 20006
			GET    | /rest/messaging/v1/list?pageSize=many                                      | 400 | 20006
			GET    | /rest/messaging/v1/list?page=-1                                            | 400 | 20007
			GET    | /rest/messaging/v1/list?sentAt=yesterday                                   | 400 | 400
			GET    | /rest/messaging/v1/list?sentAfter=2026-11-22T10:00:00%2B01                 | 400 | 400
			GET    | /rest/authentix/v1/configurations?page=-1                                  | 400 | 20007
			GET    | /rest/authentix/v1/configurations/CID1                                     | 404 | 40010
			DELETE | /rest/authentix/v1/configurations/CID1                                     | 404 | 40010
			GET    | /rest/authentix/v1/configurations/CID1/authentications                     | 404 | 40010
			GET    | /rest/authentix/v1/configurations/CID000000000001/authentications/VID1     | 404 | 40013
			GET    | /rest/authentix/v1/authenticationTrials?pageSize=0                         | 400 | 20006
			GET    | /rest/authentix/v1/authenticationTrials/TRD1                               | 404 | 40014
			GET    | /rest/authentix/v1/authenticationTrialStats?sentBefore=now                 | 400 | 400
			GET    | /rest/messaging/v1/create                                                  | 404 | 404
			GET    | /rest/messaging/v2/list                                                    | 404 | 404
			GET    | /                                                                          | 404 | 404
			DELETE | /rest/authentix/v1/configurations                                          | 404 | 404
			GET    | /rest/authentix/v1/configurations/CID000000000001/x                        | 404 | 404
			GET    | /rest/authentix/v1/configurations/CID000000000001/x/y                      | 404 | 404
			""")
	void badRequestIsRefusedWithItsCode(String method, String uri, int status, int code) {
		assertFails(status, code,
				this.service.client()
					.http()
					.request(ReachHttpRequest.builder(HttpMethod.valueOf(method), uri).build()));
	}

	@Test
	void malformedFormIsRefused() {
		assertFails(400, 400,
				this.service.client()
					.http()
					.post(CREATE, ReachHttpBody.text("dest=%zz", MediaType.APPLICATION_FORM_URLENCODED)));
	}

	@Test
	void formMayBeJson() {
		ReachHttpResponse response = this.service.client()
			.http()
			.post(CREATE,
					ReachHttpBody.text(
							"{\"dest\":\"+15558675310\",\"src\":\"Bistro\",\"body\":\"Hello\",\"validityPeriod\":60}",
							MediaType.APPLICATION_JSON));
		assertThat(response.status()).isEqualTo(201);
		assertFails(400, 10002,
				this.service.client().http().post(CREATE, ReachHttpBody.text("{", MediaType.APPLICATION_JSON)));
	}

	@Test
	void wrongCredentialsAreRefused() {
		for (ReachCredentials wrong : List.of(new ReachCredentials("test-user", "other"),
				new ReachCredentials("other", "test-key"))) {
			try (ReachClient stranger = ReachClient.builder()
				.baseUrl(this.service.server().baseUrl())
				.credentials(ReachCredentialsProvider.of(wrong))
				.middleware(this.service.contract())
				.build()) {
				assertThatExceptionOfType(ReachAuthenticationException.class)
					.isThrownBy(() -> stranger.messaging().messagingItems().fetch("MID1"))
					.satisfies((ex) -> assertThat(ex.status()).isEqualTo(401))
					.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(20003));
			}
		}
	}

	@Test
	void missingCredentialsAreRefused() {
		for (String missing : List.of(AuthScheme.API_USER, AuthScheme.API_KEY)) {
			ReachHttpRequest request = request(LIST).mutate().headers((headers) -> headers.remove(missing)).build();
			assertFails(401, 20002, this.service.server().simulator().answer(request));
		}
	}

	@ParameterizedTest
	@CsvSource({ "text/html", "application/xml", "nonsense" })
	void answersAreJsonOrNone(String accept) {
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, LIST)
			.headers((headers) -> headers.set(HttpHeaders.ACCEPT, accept))
			.build();
		ReachHttpResponse answer = this.service.client().http().request(request);
		assertThat(answer.status()).isEqualTo(400);
		assertFails(400, 10003,
				this.service.server()
					.simulator()
					.answer(request(LIST).mutate().headers((headers) -> headers.remove(HttpHeaders.ACCEPT)).build()));
	}

	@Test
	void preparedAnswerComesOnce() {
		this.service.server().enqueue(ReachHttpResponse.json(503, """
				{"status":503,"errorCode":503,"errorMessage":"x","more_info":"y","errorDetails":{}}"""));
		assertThat(this.service.get(LIST).status()).isEqualTo(503);
		assertThat(this.service.get(LIST).status()).isEqualTo(200);
	}

	@Test
	void requestsAreRecordedInOrder() {
		this.service.post(CREATE, message("bulkIdentifier", "a+b&c"));
		this.service.get(LIST + "?bulkIdentifier=a%2Bb%26c");
		List<ReachHttpRequest> requests = this.service.server().requests();
		assertThat(requests).extracting(ReachHttpRequest::method)
			.containsExactly(HttpMethod.POST, HttpMethod.POST, HttpMethod.GET);
		assertThat(new String(requests.get(1).body().bytes(), StandardCharsets.UTF_8))
			.contains("bulkIdentifier=a%2Bb%26c");
		assertThat(requests.get(2).uri().getRawQuery()).isEqualTo("bulkIdentifier=a%2Bb%26c");
		assertThat(requests.get(2).headers().getFirst("apikey")).isEqualTo("test-key");
		assertThat(requests.get(2).body().isNone()).isTrue();
	}

	@Test
	void manyThreadsGetDistinctMessages() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Set<String> ids = ConcurrentHashMap.newKeySet();
			List<Callable<Void>> senders = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String src = "Sender" + i;
				senders.add(() -> {
					for (int j = 0; j < 200; j++) {
						ids.add(Objects.requireNonNull(this.service.client()
							.messaging()
							.messagingItems()
							.send("+15558675310", src, "Message " + j)
							.messageId()));
					}
					return null;
				});
			}
			for (Future<Void> sender : threads.invokeAll(senders, 120, TimeUnit.SECONDS)) {
				sender.get();
			}
			assertThat(ids).hasSize(1600);
			assertThat(this.service.server().requests()).hasSize(1601);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void manySubscribersGetDistinctMessages() {
		List<String> ids = Flux.range(0, 200)
			.flatMap((number) -> this.service.client()
				.reactive()
				.messaging()
				.messagingItems()
				.send("+15558675310", "Bistro", "Message " + number)
				.map((message) -> String.valueOf(message.messageId())), 64)
			.collectList()
			.block(Duration.ofSeconds(60));
		assertThat(ids).hasSize(200).doesNotHaveDuplicates();
	}

	private ReachHttpRequest request(String uri) {
		return ReachHttpRequest.builder(HttpMethod.GET, uri).headers((headers) -> {
			headers.set(AuthScheme.API_USER, "test-user");
			headers.set(AuthScheme.API_KEY, "test-key");
			headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		}).build();
	}

	private static void assertFails(int status, int code, ReachHttpResponse response) {
		String body = Objects.requireNonNull(response.text().block(Duration.ofSeconds(10)));
		JsonNode error = PayloadMapper.create().readTree(body);
		assertThat(error.path("errorCode").asInt(0)).as(body).isEqualTo(code);
		assertThat(response.status()).as(body).isEqualTo(status);
		assertThat(ReachContract.load().problemsOfComplete("Error", error)).isEmpty();
	}

	private static Arguments badForm(int code, String path, String... form) {
		return Arguments.of(code, path, form);
	}

	private static String[] message(String name, String value) {
		return new String[] { "dest", "+15558675310", "src", "Bistro", "body", "Hello", name, value };
	}

	private static String[] authentication(String name, String value) {
		return new String[] { "dest", "+15558675310", "channel", "sms", "paymentInfo", payment(), name, value };
	}

	private static String payment() {
		return "{\"payee\":\"Bistro\",\"amount\":18.5,\"currency\":\"usd\"}";
	}

}
