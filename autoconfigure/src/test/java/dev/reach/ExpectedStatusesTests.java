package dev.reach;

import java.time.Duration;
import java.util.function.UnaryOperator;

import dev.reach.error.Delivery;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachUnexpectedStatusException;
import dev.reach.http.Operation;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import dev.reach.retry.TestResilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.service.annotation.GetExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ExpectedStatuses}.
 */
class ExpectedStatusesTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer faultServer = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@ParameterizedTest
	@ValueSource(ints = { 200, 404 })
	void expectedStatusIsReturned(int status) {
		enqueue(status, 4);
		ReachClient client = client(Resilience.none());
		assertThat(client.http().request(expecting(200, 404)).status()).isEqualTo(status);
		assertThat(block(client.reactive().http().request(expecting(200, 404))).status()).isEqualTo(status);
		assertThat(block(client.reactive().http().stream(expecting(200, 404))).text().block())
			.isEqualTo("{\"errorCode\":7}");
		assertThat(client.http().stream(expecting(200, 404)).text().block()).isEqualTo("{\"errorCode\":7}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 302, 400, 500 })
	void otherStatusIsUnexpected(int status) {
		enqueue(status, 4);
		ReachClient client = client(Resilience.none());
		assertUnexpected(status, () -> client.http().request(expecting(200, 404)));
		assertUnexpected(status, () -> client.http().stream(expecting(200, 404)));
		assertUnexpected(status, client.reactive().http().request(expecting(200, 404))::block);
		assertUnexpected(status, client.reactive().http().stream(expecting(200, 404))::block);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 302, 400, 500 })
	void eachStatusIsReturnedIfNoneIsExpected(int status) {
		enqueue(status, 1);
		assertThat(client(Resilience.none()).http().request(expecting()).status()).isEqualTo(status);
	}

	@Test
	void unexpectedStatusIsRepeatedFirst() {
		enqueue(503, 1);
		enqueue(200, 1);
		ReachClient client = client(TestResilience.retrying(2, Duration.ofMillis(1)));
		assertThat(client.http().request(expecting(200)).status()).isEqualTo(200);
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@Test
	void earlierFailuresAreSuppressedExceptions() {
		enqueue(503, 1);
		enqueue(400, 1);
		ReachClient client = client(TestResilience.retrying(2, Duration.ofMillis(1)));
		assertThatExceptionOfType(ReachUnexpectedStatusException.class)
			.isThrownBy(() -> client.http().request(expecting(200)))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(400);
				assertThat(ex.getSuppressed()).filteredOn(ReachServerException.class::isInstance).hasSize(1);
				assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN);
			});
	}

	@Test
	void streamedBodyThatIsTooLargeIsGivenUp() throws InterruptedException {
		this.faultServer.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 500 Broken\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(5000));
			peer.awaitEnd();
		});
		ReachClient client = this.clients.closeLater(
				this.clients.to(this.faultServer.url()).builder().maxResponseSize(DataSize.ofKilobytes(1)).build());
		assertThatExceptionOfType(ReachUnexpectedStatusException.class)
			.isThrownBy(() -> client.http().stream(expecting(200)))
			.satisfies((ex) -> assertThat(ex.text()).isEmpty());
		this.faultServer.awaitDeparture();
	}

	@Test
	void streamedBodyThatWasReadFreesItsConnection() {
		this.faultServer.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\nbody");
			}
		});
		ReachClient client = this.clients.to(this.faultServer.url()).connections(1).build();
		for (int call = 0; call < 2; call++) {
			assertThatExceptionOfType(ReachUnexpectedStatusException.class)
				.isThrownBy(() -> client.http().stream(expecting(200)))
				.satisfies((ex) -> assertThat(ex.text()).isEqualTo("body"));
		}
		assertThat(this.faultServer.connections()).isOne();
	}

	@Test
	void operationOfAnOwnInterfaceExpectsWhatItNames() {
		Things things = things((builder) -> builder.failOnUnexpectedStatus(true));
		enqueue(200, 1);
		assertThat(things.fetch()).contains("errorCode");
		enqueue(302, 1);
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(things::fetch)
			.isExactlyInstanceOf(ReachApiException.class);
		enqueue(201, 1);
		assertUnexpected(201, things::fetch);
		enqueue(500, 1);
		assertUnexpected(500, things::fetch);
	}

	@Test
	void operationThatNamesNoStatusExpectsAny() {
		Things things = things((builder) -> builder.failOnUnexpectedStatus(true));
		enqueue(201, 1);
		assertThat(things.named()).contains("errorCode");
		enqueue(201, 1);
		assertThat(things.unnamed()).contains("errorCode");
		enqueue(500, 1);
		assertThatExceptionOfType(ReachServerException.class).isThrownBy(things::named);
	}

	@Test
	void operationExpectsAnyStatusByDefault() {
		Things things = things((builder) -> builder);
		enqueue(201, 1);
		assertThat(things.fetch()).contains("errorCode");
		enqueue(500, 1);
		assertThatExceptionOfType(ReachServerException.class).isThrownBy(things::fetch);
	}

	private void assertUnexpected(int status, Runnable call) {
		assertThatExceptionOfType(ReachUnexpectedStatusException.class).isThrownBy(call::run).satisfies((ex) -> {
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex.headers().getFirst("X-Trace")).isEqualTo("t1");
			assertThat(ex.text()).isEqualTo("{\"errorCode\":7}");
			assertThat(ex.errorCode()).isEqualTo(7);
			assertThat(ex).hasMessageContaining("answered " + status);
		});
	}

	private void enqueue(int status, int times) {
		for (int time = 0; time < times; time++) {
			this.server.enqueue(new MockResponse.Builder().code(status)
				.addHeader("X-Trace", "t1")
				.body("{\"errorCode\":7}")
				.build());
		}
	}

	private static ReachHttpRequest expecting(Integer... statuses) {
		return ReachHttpRequest.builder(HttpMethod.GET, "/x").expectedStatuses(statuses).build();
	}

	private static ReachHttpResponse block(Mono<ReachHttpResponse> response) {
		return response.blockOptional(Duration.ofSeconds(20)).orElseThrow();
	}

	private ReachClient client(Resilience resilience) {
		return this.clients.to(this.server.url("/").uri()).resilience(resilience).build();
	}

	private Things things(UnaryOperator<ReachClient.Builder> change) {
		ReachClient.Builder builder = change.apply(this.clients.to(this.server.url("/").uri()).builder());
		return this.clients.closeLater(builder.build()).createClient(Things.class);
	}

	interface Things {

		@Operation(value = "fetchThing", statuses = { "200", "3XX" })
		@GetExchange("/thing")
		String fetch();

		@Operation("namedThing")
		@GetExchange("/thing")
		String named();

		@GetExchange("/thing")
		String unnamed();

	}

}
