package dev.reach.authentix;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachValidationException;
import dev.reach.error.Violation;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link AuthentixRules}: what is refused before anything is sent.
 */
class AuthentixValidationTests {

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
			.build();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Arguments> refused() {
		return Stream.of(create(CreateConfiguration.builder(""), "serviceName"),
				create(CreateConfiguration.builder(" "), "serviceName"),
				create(CreateConfiguration.builder("secret".repeat(7)), "serviceName"),
				create(CreateConfiguration.builder("x").codeLength(3), "codeLength"),
				create(CreateConfiguration.builder("x").codeLength(11), "codeLength"),
				create(CreateConfiguration.builder("x").defaultExpiryTime(0), "defaultExpiryTime"),
				create(CreateConfiguration.builder("x").defaultExpiryTime(1441), "defaultExpiryTime"),
				create(CreateConfiguration.builder("x").defaultMaxControls(0), "defaultMaxControls"),
				create(CreateConfiguration.builder("x").defaultMaxControls(7), "defaultMaxControls"),
				update(UpdateConfiguration.builder(), "settings"),
				update(UpdateConfiguration.builder().serviceName(" "), "serviceName"),
				update(UpdateConfiguration.builder().codeLength(3), "codeLength"),
				update(UpdateConfiguration.builder().defaultExpiryTime(1441), "defaultExpiryTime"),
				update(UpdateConfiguration.builder().defaultMaxControls(7), "defaultMaxControls"),
				start(StartAuthentication.builder("secret", Channel.SMS), "dest"),
				start(StartAuthentication.builder("secret@example.com", Channel.SMS), "dest"),
				start(StartAuthentication.builder("+15558675310", Channel.EMAIL), "dest"),
				start(StartAuthentication.builder("secret @example.com", Channel.EMAIL), "dest"),
				start(StartAuthentication.builder("+15558675310", Channel.SMS).customCode("123"), "customCode"),
				start(StartAuthentication.builder("+15558675310", Channel.SMS).customCode("12345678901"), "customCode"),
				start(StartAuthentication.builder("+15558675310", Channel.SMS).customCode("secret"), "customCode"),
				check(CheckCode.builder().code("1234"), "dest"),
				check(CheckCode.builder().dest("+15558675310").code("123"), "code"),
				check(CheckCode.builder().authenticationId("VID1").code("secretsecre"), "code"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void brokenRuleIsNamedAndNothingIsSent(Function<ReachClient, Mono<?>> call, String field) {
		StepVerifier.create(call.apply(this.client)).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(ReachValidationException.class);
			assertThat(((ReachValidationException) error).violations()).extracting(Violation::field)
				.containsExactly(field);
			assertThat(error.toString()).doesNotContain("secret");
		}).verify(Duration.ofSeconds(10));
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	@SuppressWarnings("NullAway")
	void missingValuesAreNamed() {
		StartAuthentication start = StartAuthentication.builder(null, null).build();
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.authentix().authenticationItems().start("CID1", start));
		assertThat(ex.violations()).extracting(Violation::field).containsExactly("channel", "dest");
		CreateConfiguration create = CreateConfiguration.builder(null).build();
		ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.authentix().configurationItems().create(create));
		assertThat(ex.violations()).extracting(Violation::field).containsExactly("serviceName");
		assertThat(this.server.getRequestCount()).isZero();
	}

	static Stream<Arguments> accepted() {
		return Stream.of(create(CreateConfiguration.builder("x"), ""), create(
				CreateConfiguration.builder("x".repeat(40)).codeLength(4).defaultExpiryTime(1).defaultMaxControls(1),
				""),
				create(CreateConfiguration.builder("x").codeLength(10).defaultExpiryTime(1440).defaultMaxControls(6),
						""),
				update(UpdateConfiguration.builder().smtpSettingId(""), ""),
				update(UpdateConfiguration.builder().allowCustomCode(false), ""),
				start(StartAuthentication.builder("+15558675310", Channel.SMS).customCode("0000"), ""),
				start(StartAuthentication.builder("a@b", Channel.EMAIL).customCode("1234567890"), ""),
				start(StartAuthentication.builder("whatever it takes", new Channel("pigeon")), ""),
				check(CheckCode.builder().dest("+15558675310").code("1234"), ""),
				check(CheckCode.builder().authenticationId("VID1").code("abcdefghij"), ""),
				check(CheckCode.builder().authenticationId("VID1"), ""));
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void valueAtTheBoundaryIsSent(Function<ReachClient, Mono<?>> call) {
		assertThat((Object) call.apply(this.client).block(Duration.ofSeconds(10))).isNotNull();
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", ".." })
	void identifierThatIsNoSegmentIsRefused(String id) {
		ReachValidationException ex = catchThrowableOfType(ReachValidationException.class,
				() -> this.client.authentix().authenticationItems().fetch("CID1", id));
		assertThat(ex.violations()).extracting(Violation::field).containsExactly("authenticationId");
		StepVerifier.create(this.client.reactive().authentix().configurationItems().delete(id))
			.expectError(ReachValidationException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(this.server.getRequestCount()).isZero();
	}

	private static Arguments create(CreateConfiguration.Builder configuration, String field) {
		return call((client) -> client.reactive().authentix().configurationItems().create(configuration.build()),
				field);
	}

	private static Arguments update(UpdateConfiguration.Builder changes, String field) {
		return call((client) -> client.reactive().authentix().configurationItems().update("CID1", changes.build()),
				field);
	}

	private static Arguments start(StartAuthentication.Builder authentication, String field) {
		return call(
				(client) -> client.reactive().authentix().authenticationItems().start("CID1", authentication.build()),
				field);
	}

	private static Arguments check(CheckCode.Builder code, String field) {
		return call((client) -> client.reactive().authentix().authenticationControlItems().check("CID1", code.build()),
				field);
	}

	private static Arguments call(Function<ReachClient, Mono<?>> call, String field) {
		return Arguments.of(call, field);
	}

}
