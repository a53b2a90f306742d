package dev.reach.gateway;

import java.io.IOException;
import java.util.concurrent.Semaphore;

import dev.reach.netty.FaultServer;
import dev.reach.observation.DefaultGatewayObservationConvention;
import dev.reach.observation.ObservationExchangeObserver;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is observed of requests through the gateway.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayObservationTests {

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Semaphore gate = new Semaphore(0);

	private GatewayServer gateway;

	@BeforeEach
	void start() {
		this.gateway = GatewayServer.start((builder) -> builder.id("r")
			.target(this.target.url())
			.observer(ObservationExchangeObserver.ofGateway(this.registry, new DefaultGatewayObservationConvention())));
	}

	@AfterEach
	void stop() {
		this.gate.release();
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET, GET, gateway get", "DELETE, DELETE, gateway delete", "BREW, UNKNOWN, gateway unknown",
			"get, UNKNOWN, gateway unknown", "X-1234567, UNKNOWN, gateway unknown" })
	void methodsThatCallersMakeUpAreUnknown(String method, String key, String name) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("ok");
			peer.awaitEnd();
		});
		WireMessage answer = WireMessage.exchange(this.gateway.port(), method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(this.target.awaitRequest()).startsWith(method + " / HTTP/1.1\r\n");
		stopped().hasLowCardinalityKeyValue("method", key).hasContextualNameEqualTo(name);
	}

	@Test
	void aResponseThatBreaksOffIsAnError() throws Exception {
		begin();
		try (RawCaller caller = RawCaller.of(this.gateway)) {
			caller.get("/").readHead();
			assertThat(caller.read(5)).isEqualTo("begin");
			assertUnderWay();
			this.gate.release();
			assertThat(caller.readToEnd()).isEmpty();
		}
		stopped().hasError()
			.hasLowCardinalityKeyValue("route", "r")
			.hasLowCardinalityKeyValue("status", "200")
			.hasLowCardinalityKeyValue("exception", "ReachTransportException");
	}

	@Test
	void aCallerThatGoesAwayEndsTheObservation() throws Exception {
		begin();
		try (RawCaller caller = RawCaller.of(this.gateway)) {
			caller.get("/").readHead();
			assertThat(caller.read(5)).isEqualTo("begin");
			assertUnderWay();
			caller.reset();
		}
		stopped().hasLowCardinalityKeyValue("route", "r").hasLowCardinalityKeyValue("status", "200");
	}

	@Test
	void aWebSocketIsObserved() throws Exception {
		this.target.onConnection((peer) -> {
			RawWebSocket accepted = RawWebSocket.accept(peer);
			accepted.text(accepted.read().text()).closing(1000, "");
			accepted.read();
		});
		try (RawWebSocket caller = RawWebSocket.connect(this.gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("101");
			assertThat(caller.text("echo").read().text()).isEqualTo("echo");
			assertThat(caller.read().status()).isEqualTo("1000 ");
			caller.closing(1000, "");
		}
		stopped().doesNotHaveError()
			.hasLowCardinalityKeyValue("route", "r")
			.hasLowCardinalityKeyValue("method", "GET")
			.hasLowCardinalityKeyValue("status", "101");
	}

	private void begin() {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
			this.gate.acquireUninterruptibly();
			peer.reset();
		});
	}

	private void assertUnderWay() throws IOException {
		observed().hasBeenStarted().isNotStopped();
	}

	private TestObservationRegistryAssertReturningObservationContextAssert stopped() {
		GatewayServer.await(() -> {
			try {
				observed().hasBeenStopped();
				return true;
			}
			catch (AssertionError ex) {
				return false;
			}
		});
		TestObservationRegistryAssertReturningObservationContextAssert observed = observed();
		observed.hasBeenStopped();
		return observed;
	}

	private TestObservationRegistryAssertReturningObservationContextAssert observed() {
		return TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo("reach.gateway")
			.that();
	}

}
