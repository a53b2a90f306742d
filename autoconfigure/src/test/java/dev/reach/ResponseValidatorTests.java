package dev.reach;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.error.ErrorResponse;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ResponseValidator;
import dev.reach.netty.TestClients;
import dev.reach.retry.TestResilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.http.HttpHeaders;
import org.springframework.web.service.annotation.GetExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResponseValidator}: which responses it sees, and what becomes of them.
 */
class ResponseValidatorTests {

	private static final String HIDDEN = "{\"status\":\"failed\",\"errorCode\":20202,\"errorMessage\":\"Too low\"}";

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final List<ErrorResponse> seen = new CopyOnWriteArrayList<>();

	@Test
	void failureInABodyOfSuccessIsRaised() {
		enqueue(200, HIDDEN, 3);
		ReachClient client = client();
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> client.messaging().messagingItems().fetch("m-1"))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(200);
				assertThat(ex.errorCode()).isEqualTo(20202);
				assertThat(ex.text()).isEqualTo(HIDDEN);
				assertThat(ex).hasMessageEndingWith("/rest/messaging/v1/fetch answered 200, error 20202: Too low");
			});
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(client.reactive().messaging().messagingItems().fetch("m-1")::block);
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> client.authentix().configurationItems().fetch("c-1"));
	}

	@Test
	void eachKindOfResultIsValidated() {
		Things things = client().createClient(Things.class);
		enqueue(200, HIDDEN, 3);
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(things::text);
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(things::nothing);
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(things::headers);
	}

	@Test
	void successIsReadAsBefore() {
		enqueue(201, "{\"messageId\":\"m-1\"}", 1);
		assertThat(client().messaging().messagingItems().send("+22800000001", "Acme", "Hi").messageId())
			.isEqualTo("m-1");
		assertThat(this.seen).singleElement().satisfies((response) -> {
			assertThat(response.status()).isEqualTo(201);
			assertThat(response.text()).isEqualTo("{\"messageId\":\"m-1\"}");
			assertThat(response.headers().getFirst("X-Trace")).isEqualTo("t1");
			assertThat(response.uri()).hasPath("/rest/messaging/v1/create");
		});
	}

	@Test
	void validatorIsAskedBeforeTheBodyIsDecoded() {
		enqueue(200, "{\"errorCode\":1,\"messageId\":[]}", 2);
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> client().messaging().messagingItems().fetch("m-1"));
		ReachClient without = this.clients.to(this.server.url("/").uri()).build();
		assertThatExceptionOfType(ReachDecodingException.class)
			.isThrownBy(() -> without.messaging().messagingItems().fetch("m-1"));
	}

	@Test
	void failureByStatusIsForTheErrorMapper() {
		enqueue(404, HIDDEN, 1);
		assertThatExceptionOfType(ReachNotFoundException.class)
			.isThrownBy(() -> client().messaging().messagingItems().fetch("m-1"));
		assertThat(this.seen).isEmpty();
	}

	@Test
	void plainHttpIsNotValidated() {
		enqueue(200, HIDDEN, 1);
		assertThat(client().http().get("/x").text().block()).isEqualTo(HIDDEN);
		assertThat(this.seen).isEmpty();
	}

	@Test
	void earlierFailuresAreSuppressedExceptions() {
		enqueue(503, "", 1);
		enqueue(200, HIDDEN, 1);
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url("/").uri())
			.resilience(TestResilience.retrying(1, Duration.ofMillis(1)))
			.builder()
			.responseValidator(this::validate)
			.build());
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> client.messaging().messagingItems().fetch("m-1"))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).filteredOn(ReachServerException.class::isInstance)
				.hasSize(1));
	}

	@Test
	void derivedClientKeepsTheValidator() {
		enqueue(200, HIDDEN, 1);
		ReachClient derived = this.clients.closeLater(client().withTimeout(Duration.ofSeconds(20)));
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> derived.messaging().messagingItems().fetch("m-1"));
	}

	private @Nullable RuntimeException validate(ErrorResponse response) {
		this.seen.add(response);
		return (response.body().errorCode() != null) ? ReachApiException.of(response) : null;
	}

	private void enqueue(int status, String body, int times) {
		for (int time = 0; time < times; time++) {
			this.server.enqueue(new MockResponse.Builder().code(status).addHeader("X-Trace", "t1").body(body).build());
		}
	}

	private ReachClient client() {
		return this.clients.closeLater(
				this.clients.to(this.server.url("/").uri()).builder().responseValidator(this::validate).build());
	}

	interface Things {

		@GetExchange("/thing")
		String text();

		@GetExchange("/thing")
		void nothing();

		@GetExchange("/thing")
		HttpHeaders headers();

	}

}
