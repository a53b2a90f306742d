package dev.reach.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachAuthenticationException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTooManyRequestsException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ReachApiException} and its family, as both clients raise them.
 */
class ErrorAnswersTests {

	private static final String FULL = """
			{"status":499,"errorCode":20108,"errorMessage":"Too long","more_info":"https://reach.example.com/20108",
			"errorDetails":{"segments":11,"nested":{"a":[true]}},"unknown":{"x":1}}""";

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

	static Stream<Arguments> statuses() {
		return Stream.of(Arguments.of(302, ReachApiException.class, Delivery.UNKNOWN),
				Arguments.of(400, ReachApiException.class, Delivery.NOT_SENT),
				Arguments.of(401, ReachAuthenticationException.class, Delivery.NOT_SENT),
				Arguments.of(403, ReachAuthenticationException.class, Delivery.NOT_SENT),
				Arguments.of(404, ReachNotFoundException.class, Delivery.NOT_SENT),
				Arguments.of(408, ReachApiException.class, Delivery.UNKNOWN),
				Arguments.of(409, ReachApiException.class, Delivery.NOT_SENT),
				Arguments.of(429, ReachTooManyRequestsException.class, Delivery.NOT_SENT),
				Arguments.of(500, ReachServerException.class, Delivery.UNKNOWN),
				Arguments.of(503, ReachServerException.class, Delivery.UNKNOWN));
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void fullBodyIsReadCompletely(int status, Class<?> type, Delivery delivery) {
		for (ReachApiException ex : failuresOf(json(status, FULL))) {
			assertIs(ex, status, type, delivery, FULL);
			assertThat(ex.errorCode()).isEqualTo(20108);
			assertThat(ex.errorMessage()).isEqualTo("Too long");
			assertThat(ex.moreInfo()).isEqualTo("https://reach.example.com/20108");
			assertThat(ex.errorDetails()).containsEntry("segments", 11).containsKey("nested").hasSize(2);
			assertThat(ex).hasMessageStartingWith("POST http://127.0.0.1:")
				.hasMessageEndingWith("/rest/messaging/v1/create answered %d, error 20108: Too long".formatted(status));
		}
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void partialBodyIsReadAsFarAsItGoes(int status, Class<?> type, Delivery delivery) {
		for (ReachApiException ex : failuresOf(json(status, "{\"errorMessage\":\"Too long\"}"))) {
			assertIs(ex, status, type, delivery, "{\"errorMessage\":\"Too long\"}");
			assertThat(ex.errorCode()).isNull();
			assertThat(ex.errorMessage()).isEqualTo("Too long");
			assertThat(ex.moreInfo()).isNull();
			assertThat(ex.errorDetails()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void emptyBodyLeavesTheStatus(int status, Class<?> type, Delivery delivery) {
		for (ReachApiException ex : failuresOf(new MockResponse.Builder().code(status).addHeader("X-Trace", "t1"))) {
			assertIs(ex, status, type, delivery, "");
			assertSaysNothing(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void htmlBodyIsKeptAsText(int status, Class<?> type, Delivery delivery) {
		String html = "<html><h1>Größe secret</h1></html>";
		for (ReachApiException ex : failuresOf(new MockResponse.Builder().code(status)
			.addHeader("Content-Type", "text/html")
			.addHeader("X-Trace", "t1")
			.body(html))) {
			assertIs(ex, status, type, delivery, html);
			assertSaysNothing(ex);
			assertThat(ex).hasMessageEndingWith("answered " + status).hasNoCause();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"errorCode\":\"not a number\"}", "{\"errorCode\":20108", "[]", "null", "\"text\"", " ",
			"{\"errorDetails\":\"text\"}" })
	void bodyOfAnotherShapeIsKeptAsText(String body) {
		for (ReachApiException ex : failuresOf(json(400, body))) {
			assertIs(ex, 400, ReachApiException.class, Delivery.NOT_SENT, body);
			assertSaysNothing(ex);
		}
	}

	@Test
	void redirectIsNotFollowed() {
		failuresOf(json(302, "").addHeader("Location", this.server.url("/elsewhere")));
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@Test
	void messageStaysOnOneLineAndShort() {
		String message = "line\\r\\nFAKE 2026 log \\u001b[31m" + "x".repeat(500);
		for (ReachApiException ex : failuresOf(json(400, "{\"errorMessage\":\"" + message + "\"}"))) {
			assertThat(ex.getMessage()).doesNotContain("\n", "\r", "\u001b").hasSizeLessThan(400);
			assertThat(ex.errorMessage()).contains("\r\nFAKE").hasSizeGreaterThan(500);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			30                             | 30
			0                              | 0
			Sun, 22 Nov 2026 10:00:45 GMT  | 45
			Sun, 22 Nov 2026 10:00:00 GMT  | 0
			Sun, 22 Nov 2026 09:00:00 GMT  | 0
			soon                           | none
			-5                             | none
			1.5                            | none
			99999999999999999999           | none
			2026-11-22T10:00:45Z           | none
			none                           | none
			""")
	void waitIsReadFromTooManyRequests(@Nullable String retryAfter, @Nullable Long seconds) {
		MockResponse.Builder response = json(429, FULL).addHeader("Date", "Sun, 22 Nov 2026 10:00:00 GMT");
		if (retryAfter != null) {
			response.addHeader("Retry-After", retryAfter);
		}
		for (ReachApiException ex : failuresOf(response)) {
			assertThat(((ReachTooManyRequestsException) ex).retryAfter())
				.isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null);
		}
	}

	@Test
	void waitIsComparedWithTheClockWhenTheAnswerHasNoDate() {
		for (ReachApiException ex : failuresOf(
				json(429, FULL).addHeader("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"))) {
			assertThat(((ReachTooManyRequestsException) ex).retryAfter()).isEqualTo(Duration.ZERO);
		}
	}

	private static void assertIs(ReachApiException ex, int status, Class<?> type, Delivery delivery, String text) {
		assertThat(ex).isExactlyInstanceOf(type);
		assertThat(ex.status()).isEqualTo(status);
		assertThat(ex.delivery()).isEqualTo(delivery);
		assertThat(ex.text()).isEqualTo(text);
		assertThat(ex.headers().getFirst("x-trace")).isEqualTo("t1");
	}

	private static void assertSaysNothing(ReachApiException ex) {
		assertThat(ex.errorCode()).isNull();
		assertThat(ex.errorMessage()).isNull();
		assertThat(ex.moreInfo()).isNull();
		assertThat(ex.errorDetails()).isEqualTo(Map.of());
	}

	private static MockResponse.Builder json(int status, String body) {
		return new MockResponse.Builder().code(status)
			.addHeader("Content-Type", "application/json")
			.addHeader("X-Trace", "t1")
			.body(body);
	}

	private List<ReachApiException> failuresOf(MockResponse.Builder response) {
		this.server.setDispatcher(new FixedAnswer(response.build()));
		ContractCall call = ContractCall.of("sendMessage");
		return List.of(catchThrowableOfType(ReachApiException.class, () -> call.blocking().apply(this.client)),
				catchThrowableOfType(ReachApiException.class,
						() -> call.reactive().apply(this.client.reactive()).block(Duration.ofSeconds(30))));
	}

}
