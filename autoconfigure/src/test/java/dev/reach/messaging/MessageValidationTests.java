package dev.reach.messaging;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachValidationException;
import dev.reach.error.Violation;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link MessageRules}: what is refused before anything is sent.
 */
class MessageValidationTests {

	private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

	private static final String DEST = "+15558675310";

	@StartStop
	private final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				return new MockResponse.Builder().body("{}").build();
			}

		});
		this.client = ReachClient.builder()
			.baseUrl(URI.create("http://127.0.0.1:" + this.server.getPort()))
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.clock(Clock.fixed(NOW, ZoneOffset.UTC))
			.build();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Arguments> refused() {
		return Stream.of(dest(""), dest(" "), dest("4915112345678"), dest("+05558675310"), dest("+9"),
				dest("+1234567890123456"), dest("+1555867531O"), dest("+1555 8675310"), dest("+1555867531٣"),
				dest("+15558675310\n"),
				refused(SendMessage.builder("+15017122661", "+15017122661", "Hello"), "dest", "differ", 12,
						"+15017122661"),
				src(""), src(" "), src("TwelveLetter"), src("Café"), src("My Bistro"), src("+0123"),
				src("+1234567890123456"), src("15558675310-"), body(""), body(" \n\t "), body("\u2003"),
				body("x".repeat(1531)), body("✓".repeat(671)), body("x".repeat(152) + "€" + "x".repeat(1378)),
				refused(valid().scheduledTime(NOW.plus(Duration.ofMinutes(15)).minusNanos(1)), "scheduledTime",
						"15 minutes", null, "10:14"),
				refused(valid().scheduledTime(NOW.minusSeconds(1)), "scheduledTime", "15 minutes", null, "09:59"),
				refused(valid().scheduledTime(Instant.MIN), "scheduledTime", "15 minutes", null, "1000000000"),
				callback("/callback"), callback("callback.example.com/x"), callback("mailto:me@example.com"),
				callback("ftp://example.com/secret"), callback("https://under_score.example.com/secret"),
				callback("https:///secret"), callback(""), price("0"), price("0.00"), price("-0.01"), validity(4),
				validity(0), validity(-5), validity(14401), validity(Integer.MAX_VALUE));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void brokenRuleIsNamedAndNothingIsSent(SendMessage message, Violation expected, String value) {
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.messaging().messagingItems().send(message));
		assertNames(ex, expected, value);
		Mono<MessagingItem> reactive = this.client.reactive().messaging().messagingItems().send(message);
		StepVerifier.create(reactive)
			.expectErrorSatisfies((error) -> assertNames((ReachValidationException) error, expected, value))
			.verify(Duration.ofSeconds(10));
		assertThat(this.server.getRequestCount()).isZero();
	}

	static Stream<SendMessage.Builder> accepted() {
		return Stream.of(valid(), SendMessage.builder("+12", "Bistro", "Hello"),
				SendMessage.builder("+123456789012345", "Bistro", "Hello"),
				SendMessage.builder("+912345678901234", "A", "Hello"),
				SendMessage.builder(DEST, "ElevenChars", "Hello"), SendMessage.builder(DEST, "12345", "Hello"),
				SendMessage.builder(DEST, "+15017122661", "Hello"), SendMessage.builder(DEST, "Bistro", "x"),
				SendMessage.builder(DEST, "Bistro", "x".repeat(1530)),
				SendMessage.builder(DEST, "Bistro", "✓".repeat(670)),
				SendMessage.builder(DEST, "Bistro", "x".repeat(152) + "€" + "x".repeat(1375)),
				valid().scheduledTime(NOW.plus(Duration.ofMinutes(15))),
				valid().scheduledTime(NOW.plus(Duration.ofDays(7))),
				valid().statusCallback(URI.create("https://example.com")),
				valid().statusCallback(URI.create("HTTP://example.com:8080/a?b=c#d")),
				valid().maxPrice(new BigDecimal("0.00001")), valid().validityPeriod(5), valid().validityPeriod(14400));
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void valueAtTheBoundaryIsSent(SendMessage.Builder message) {
		this.client.messaging().messagingItems().send(message.build());
		assertThat(
				this.client.reactive().messaging().messagingItems().send(message.build()).block(Duration.ofSeconds(10)))
			.isNotNull();
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@Test
	@SuppressWarnings("NullAway")
	void missingValuesAreNamed() {
		SendMessage message = new SendMessage(null, null, null, null, null, null, null, null);
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.messaging().messagingItems().send(message));
		assertThat(ex.violations()).extracting(Violation::field).contains("dest", "src", "body");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void allBrokenRulesAreNamedInTheOrderOfTheParameters() {
		SendMessage message = SendMessage.builder("secret-dest", "secret src", " ")
			.scheduledTime(NOW)
			.statusCallback(URI.create("secret:callback"))
			.maxPrice(BigDecimal.ZERO)
			.validityPeriod(1)
			.build();
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.messaging().messagingItems().send(message));
		assertThat(ex.violations()).extracting(Violation::field)
			.containsExactly("dest", "src", "body", "scheduledTime", "statusCallback", "maxPrice", "validityPeriod");
		assertThat(ex).hasMessageStartingWith("SendMessage was not sent: 'dest' must be an E.164 number")
			.hasMessageContaining("(11 characters given)")
			.hasMessageContaining("; 'validityPeriod' must be between 5 and 14400");
		assertThat(ex.toString()).doesNotContain("secret");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void shortFormIsCheckedToo() {
		assertThatExceptionOfType(ReachValidationException.class)
			.isThrownBy(() -> this.client.messaging().messagingItems().send("nobody", "Bistro", "Hello"));
		Mono<MessagingItem> reactive = this.client.reactive().messaging().messagingItems().send(DEST, "Bistro", "");
		StepVerifier.create(reactive).expectError(ReachValidationException.class).verify(Duration.ofSeconds(10));
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void textThatIsTooLongIsDescribedByItsSegments() {
		assertThatExceptionOfType(ReachValidationException.class)
			.isThrownBy(() -> this.client.messaging().messagingItems().send(DEST, "Bistro", "✓".repeat(671)))
			.withMessage("SendMessage was not sent: 'body' must have at most 10 segments, but has 11"
					+ " (671 characters given)");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void sizeOfPageThatCannotBeIsRefused(int pageSize) {
		MessageQuery query = MessageQuery.builder().pageSize(pageSize).page(-1).build();
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.messaging().messagingItems().page(query));
		assertThat(ex.violations()).extracting(Violation::field).containsExactly("pageSize", "page");
		StepVerifier.create(this.client.reactive().messaging().messagingItems().page(query))
			.expectError(ReachValidationException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(this.server.getRequestCount()).isZero();
	}

	private static void assertNames(ReachValidationException ex, Violation expected, String value) {
		assertThat(ex.violations()).singleElement().satisfies((violation) -> {
			assertThat(violation.field()).isEqualTo(expected.field());
			assertThat(violation.rule()).contains(expected.rule());
			assertThat(violation.length()).isEqualTo(expected.length());
		});
		assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(ex).hasMessageStartingWith("SendMessage was not sent: '" + expected.field() + "' ").hasNoCause();
		if (!value.isBlank()) {
			assertThat(ex.toString()).doesNotContain(value);
		}
	}

	private static SendMessage.Builder valid() {
		return SendMessage.builder(DEST, "Bistro", "Hello");
	}

	private static Arguments dest(String dest) {
		return refused(SendMessage.builder(dest, "Bistro", "Hello"), "dest", "E.164", dest.length(), dest);
	}

	private static Arguments src(String src) {
		return refused(SendMessage.builder(DEST, src, "Hello"), "src", "1 to 11 letters and digits", src.length(), src);
	}

	private static Arguments body(String body) {
		return refused(SendMessage.builder(DEST, "Bistro", body), "body",
				body.isBlank() ? "must not be empty" : "10 segments, but has 11", body.length(), body);
	}

	private static Arguments callback(String callback) {
		return refused(valid().statusCallback(URI.create(callback)), "statusCallback", "absolute http or https URL",
				callback.length(), callback);
	}

	private static Arguments price(String price) {
		return refused(valid().maxPrice(new BigDecimal(price)), "maxPrice", "more than zero", null, " ");
	}

	private static Arguments validity(int seconds) {
		return refused(valid().validityPeriod(seconds), "validityPeriod", "between 5 and 14400", null, " ");
	}

	private static Arguments refused(SendMessage.Builder message, String field, String rule, @Nullable Integer length,
			String value) {
		return Arguments.of(message.build(), new Violation(field, rule, length), value);
	}

}
