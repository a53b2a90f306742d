package dev.reach.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import dev.reach.resilience.CircuitBreakerPermits;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a caller cannot make the gateway take the target for ill.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallerFaultTests {

	private static final String POST = "POST / HTTP/1.1\r\nHost: gateway\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@RegisterExtension
	private final FaultServer other = new FaultServer();

	private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();

	@BeforeEach
	void serve() {
		for (FaultServer server : List.of(this.target, this.other)) {
			server.onConnection((peer) -> {
				for (String head = peer.readHead(); head.startsWith("GET "); head = peer.readHead()) {
					peer.answer("ok");
				}
				peer.awaitEnd();
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void anUploadOfTheCallersFaultDoesNotOpenTheCircuitBreaker(Fault fault) throws Exception {
		CircuitBreaker breaker = CircuitBreaker.of("x",
				CircuitBreakerConfig.custom()
					.minimumNumberOfCalls(1)
					.slidingWindowSize(1)
					.failureRateThreshold(1)
					.waitDurationInOpenState(Duration.ofHours(1))
					.build());
		try (GatewayServer gateway = GatewayServer.start((builder) -> limited(builder).target(this.target.url())
			.resilience(Resilience.none().withPermits(new CircuitBreakerPermits(breaker, Permits.NONE))))) {
			commit(fault, gateway);
			assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
			assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
			assertStillServed(gateway);
		}
	}

	@ParameterizedTest
	@EnumSource
	void anUploadOfTheCallersFaultDoesNotMakeAHostIll(Fault fault) throws Exception {
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> limited(builder).targets(List.of(this.target.url(), this.other.url())))) {
			commit(fault, gateway);
			assertStillServed(gateway);
		}
		assertThat(this.other.connections()).isZero();
	}

	private HttpProxyHandler.Builder limited(HttpProxyHandler.Builder builder) {
		return builder.maxRequestSize(DataSize.ofBytes(100_000))
			.idleTimeout(Duration.ofMillis(300))
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				this.ends.add(exchange);
				return Mono.empty();
			}));
	}

	private void commit(Fault fault, GatewayServer gateway) throws Exception {
		try (RawCaller caller = RawCaller.of(gateway)) {
			caller.send(POST + fault.body);
			assertThat(this.target.awaitRequest().toLowerCase(Locale.ROOT)).startsWith("post / ");
			if (fault.status.isEmpty()) {
				leave(caller, fault);
			}
			else {
				assertThat(caller.readHead()).startsWith("http/1.1 " + fault.status);
			}
			this.target.awaitDeparture();
			assertThat(this.ends.poll(20, TimeUnit.SECONDS)).as("the end of the exchange").isNotNull();
		}
	}

	private static void leave(RawCaller caller, Fault fault) throws IOException {
		if (fault == Fault.RESET) {
			caller.reset();
		}
		else {
			caller.close();
		}
	}

	private static void assertStillServed(GatewayServer gateway) throws IOException {
		try (RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readTo("ok")).startsWith("HTTP/1.1 200 ");
		}
	}

	/**
	 * What a caller does wrong.
	 */
	enum Fault {

		TOO_LARGE("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n186A0\r\n" + "x".repeat(100_000), "413"),

		STALLED("Content-Length: 100000\r\n\r\nhello", "408"),

		CLOSED("Content-Length: 100000\r\n\r\nhello", ""),

		RESET("Content-Length: 100000\r\n\r\nhello", "");

		private final String body;

		private final String status;

		Fault(String body, String status) {
			this.body = body;
			this.status = status;
		}

	}

}
