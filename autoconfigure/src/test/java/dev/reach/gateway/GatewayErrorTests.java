package dev.reach.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.netty.TestClients;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import dev.reach.resilience.CircuitBreakerPermits;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a gateway answers when a request fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatewayErrorTests {

	private static final String GET = "GET /path/x?secret-query HTTP/1.1\r\nHost: a\r\n\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@RegisterExtension
	private final TestClients clients = new TestClients();

	@Test
	void aTargetThatRefusesIsABadGateway(CapturedOutput output) throws Exception {
		WireMessage answer = answerOf((builder) -> builder.target(refusing()).id("sms-route"));
		assertProblem(answer, 502, Delivery.NOT_SENT);
		assertThat(answer.body()).contains("\"title\":\"Bad Gateway\"")
			.contains("\"detail\":\"The service behind the gateway cannot be reached\"");
		assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
		assertThat(output.getOut().split("gateway handler 'sms-route' answers 502 to GET /path/x", -1)).hasSize(2);
		assertThat(output.getOut()).doesNotContain("secret-query");
	}

	@Test
	void aTargetThatIsUnknownIsABadGateway() throws Exception {
		assertProblem(answerOf((builder) -> builder.target(URI.create("http://gateway-target.invalid"))), 502,
				Delivery.NOT_SENT);
	}

	@Test
	void aTargetThatResetsIsABadGateway() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.reset();
		});
		assertProblem(answerOf((builder) -> builder.target(this.target.url())), 502, Delivery.UNKNOWN);
	}

	@Test
	void aTargetWithoutTlsIsABadGateway() throws Exception {
		this.target.onConnection((peer) -> {
			peer.read(1);
			peer.write("HTTP/1.1 400 canary-secret\r\nX-Secret: canary-secret\r\n\r\n");
		});
		assertProblem(answerOf((builder) -> builder.target(this.target.secureUrl())), 502, Delivery.NOT_SENT);
	}

	@Test
	void aTargetThatSpeaksNoHttpIsABadGateway() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("canary-secret 200 canary-secret\r\nX-Secret: canary-secret\r\n\r\n");
		});
		assertProblem(answerOf((builder) -> builder.target(this.target.url())), 502, Delivery.UNKNOWN);
	}

	@Test
	void aTargetThatTakesTooLongIsAGatewayTimeout() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		assertProblem(answerOf((builder) -> builder.target(this.target.url()).timeout(Duration.ofMillis(200))), 504,
				Delivery.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://gateway-target.invalid", "https://gateway-target.invalid" })
	void aProxyThatRefusesIsABadGateway(String url) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 407 canary-secret\r\nProxy-Authenticate: Basic realm=\"canary-secret\"\r\n"
					+ "X-Secret: canary-secret\r\nContent-Length: 13\r\n\r\ncanary-secret");
			peer.awaitEnd();
		});
		ProxySettings proxies = new ProxySettings((uri) -> ProxyDecision
			.via(new ReachProxy(ProxyType.HTTP, "localhost", this.target.port(), null), "test"),
				ProxyAuthenticator.standard(), Duration.ofSeconds(15), null);
		ReactorNettyHttpClientFactory factory = this.clients.to(URI.create(url)).proxies(proxies).factory();
		assertProblem(answerOf((builder) -> builder.target(URI.create(url)).httpClientFactory(factory.forGateway())),
				502, Delivery.NOT_SENT);
		assertThat(this.target.requests()).isNotEmpty();
	}

	@Test
	void anOpenCircuitBreakerIsUnavailableForAsLongAsItIsOpen() throws Exception {
		CircuitBreaker breaker = CircuitBreaker.of("x",
				CircuitBreakerConfig.custom().waitDurationInOpenState(Duration.ofHours(1)).build());
		Resilience resilience = Resilience.none().withPermits(new CircuitBreakerPermits(breaker, Permits.NONE));
		breaker.transitionToOpenState();
		WireMessage answer = answerOf((builder) -> builder.target(this.target.url()).resilience(resilience));
		assertProblem(answer, 503, Delivery.NOT_SENT);
		assertThat(answer.all("Retry-After")).singleElement()
			.satisfies((seconds) -> assertThat(Integer.parseInt(seconds)).isBetween(3000, 3600));
	}

	@Test
	void aHeadRequestGetsNoContent() throws Exception {
		try (GatewayServer gateway = GatewayServer.to(refusing())) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.closed()).as("nothing after the head").isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("failures")
	void kindsOfFailures(Throwable failure, int status, @Nullable Delivery delivery, @Nullable String retryAfter)
			throws Exception {
		WireMessage answer = answerOf((builder) -> failing(builder, failure));
		assertProblem(answer, status, delivery);
		assertThat(answer.all("Retry-After")).isEqualTo((retryAfter != null) ? List.of(retryAfter) : List.of());
		assertThat(answer.closed()).isEqualTo(status == 400 || status == 408 || status == 413);
	}

	static Stream<Arguments> failures() {
		String secret = "canary-secret at http://canary-host/canary-path";
		Exception cause = new IllegalStateException(secret);
		return Stream.of(
				Arguments.of(new ReachProxyException(secret, cause, Delivery.NOT_SENT, "http://canary-host:1",
						new ReachProxyException.Answer(407, secret, secret)), 502, Delivery.NOT_SENT, null),
				Arguments.of(new ReachTlsException(secret, cause, Delivery.NOT_SENT), 502, Delivery.NOT_SENT, null),
				Arguments.of(new ReachTransportException(secret, cause, Delivery.UNKNOWN), 502, Delivery.UNKNOWN, null),
				Arguments.of(new ReachTimeoutException(secret, cause, Delivery.NOT_SENT, Limit.CONNECT), 504,
						Delivery.NOT_SENT, null),
				Arguments.of(new ReachTimeoutException(secret, cause, Delivery.UNKNOWN, Limit.READ), 504,
						Delivery.UNKNOWN, null),
				Arguments.of(new ReachTimeoutException(secret, cause, Delivery.NOT_SENT, Limit.POOL), 503,
						Delivery.NOT_SENT, "1"),
				Arguments.of(new ReachPoolException(secret, cause, Delivery.NOT_SENT), 503, Delivery.NOT_SENT, "1"),
				Arguments.of(new ReachConcurrencyLimitedException(secret, cause), 503, Delivery.NOT_SENT, "1"),
				Arguments.of(new ReachRateLimitedException(secret, cause), 503, Delivery.NOT_SENT, "1"),
				Arguments.of(new ReachRateLimitedException(secret, cause, Duration.ofMillis(1001)), 503,
						Delivery.NOT_SENT, "2"),
				Arguments.of(new ReachCircuitOpenException(secret, cause, Duration.ofSeconds(30)), 503,
						Delivery.NOT_SENT, "30"),
				Arguments.of(new ReachCircuitOpenException(secret, cause, Duration.ZERO), 503, Delivery.NOT_SENT, "1"),
				Arguments.of(new ReachConfigurationException(secret), 500, null, null),
				Arguments.of(cause, 500, null, null), Arguments.of(new AssertionError(secret), 500, null, null),
				Arguments.of(new GatewayException(HttpStatus.REQUEST_TIMEOUT, "d", cause), 408, null, null),
				Arguments.of(new GatewayException(HttpStatus.CONTENT_TOO_LARGE, "d", cause), 413, null, null),
				Arguments.of(
						new ReachTransportException(secret,
								new GatewayException(HttpStatus.CONTENT_TOO_LARGE, "d", cause), Delivery.UNKNOWN),
						413, null, null));
	}

	@Test
	void anErrorResponseOfSpringIsTakenAsItIs() throws Exception {
		WireMessage answer = answerOf(
				(builder) -> failing(builder, new ResponseStatusException(HttpStatus.CONFLICT, "told")));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.body()).contains("\"detail\":\"told\"");
		WireMessage method = answerOf(
				(builder) -> failing(builder, new MethodNotAllowedException("GET", List.of(HttpMethod.PUT))));
		assertThat(method.status()).isEqualTo(405);
		assertThat(method.all("Allow")).containsExactly("PUT");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 404, 429, 500, 503, 599 })
	void statusesOfTheTargetPass(int status) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 %d Own\r\nRetry-After: 7\r\nWWW-Authenticate: Basic\r\nContent-Type: a/b\r\n"
				.formatted(status) + "Content-Length: 4\r\n\r\nbody");
			peer.awaitEnd();
		});
		WireMessage answer = answerOf((builder) -> builder.target(this.target.url()));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).isEqualTo("body");
		assertThat(answer.all("Retry-After")).containsExactly("7");
		assertThat(answer.all("WWW-Authenticate")).containsExactly("Basic");
		assertThat(answer.all("Content-Type")).containsExactly("a/b");
	}

	@Test
	void statusesOfTheTargetCanBeFailures() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 404 canary-secret\r\nX-A: canary-secret\r\nContent-Length: 13\r\n\r\ncanary-secret");
			peer.awaitEnd();
		});
		WireMessage answer = answerOf((builder) -> builder.target(this.target.url()).failOnErrorStatus(true));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.all("Content-Type")).containsExactly("application/json");
		assertThat(answer.body())
			.isEqualTo("{\"title\":\"External API Error\",\"status\":404,\"message\":\"Not Found\"}");
		assertThat(answer.toString()).doesNotContain("canary");
	}

	@Test
	void aStatusBelow400IsNoFailure() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
			peer.awaitEnd();
		});
		WireMessage answer = answerOf((builder) -> builder.target(this.target.url()).failOnErrorStatus(true));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.all("Location")).containsExactly("/x");
	}

	@Test
	void anErrorHandlerAnswersInPlace() throws Exception {
		WireMessage answer = answerOf((builder) -> builder.target(refusing())
			.errorHandler((error, request) -> ServerResponse.status(418)
				.bodyValue(error.getClass().getSimpleName() + " in "
						+ request.attributes().get(HttpProxyHandler.HANDLER_ID))));
		assertThat(answer.status()).isEqualTo(418);
		assertThat(answer.body()).isEqualTo("ReachConnectException in gateway");
	}

	@Test
	void anErrorHandlerThatFailsIsReplaced(CapturedOutput output) throws Exception {
		assertProblem(errorHandled((error, request) -> {
			throw new IllegalStateException("canary-secret");
		}), 500, null);
		assertThat(output.getOut()).contains("IllegalStateException: canary-secret")
			.contains("ReachConnectException: No connection");
		assertProblem(errorHandled((error, request) -> Mono.error(new IOException("canary-secret"))), 500, null);
		assertProblem(errorHandled((error, request) -> Mono.empty()), 500, null);
		assertProblem(errorHandled((error, request) -> Mono.never()), 500, null);
		assertProblem(errorHandled((error, request) -> Mono.error(error)), 502, Delivery.NOT_SENT);
		assertProblem(errorHandled((error, request) -> Mono.error(new ResponseStatusException(HttpStatus.GONE))), 410,
				null);
	}

	@Test
	void aCallerPolicyThatThrowsIsAFailure() throws Exception {
		assertProblem(answerOf((builder) -> builder.target(this.target.url()).callerPolicy((request) -> {
			throw new IllegalStateException("canary-secret");
		})), 500, null);
	}

	@Test
	void stackTracesAreForDebugging(CapturedOutput output) throws Exception {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		String name = ProblemErrorHandler.class.getName();
		try {
			logging.setLogLevel(name, LogLevel.INFO);
			answerOf((builder) -> failing(builder, new IllegalStateException("first\nfailure")));
			answerOf((builder) -> failing(builder, new GatewayException(HttpStatus.BAD_REQUEST, "second failure")));
			assertThat(output.getOut()).contains("WARN")
				.contains("IllegalStateException: first failure")
				.doesNotContain("second")
				.doesNotContain("\tat dev.reach");
			logging.setLogLevel(name, LogLevel.DEBUG);
			answerOf((builder) -> failing(builder, new GatewayException(HttpStatus.BAD_REQUEST, "third failure")));
			assertThat(output.getOut()).contains("third failure").contains("\tat dev.reach");
		}
		finally {
			logging.setLogLevel(name, null);
		}
	}

	private WireMessage errorHandled(GatewayErrorHandler handler) throws Exception {
		return answerOf((builder) -> builder.target(refusing()).timeout(Duration.ofSeconds(2)).errorHandler(handler));
	}

	private HttpProxyHandler.Builder failing(HttpProxyHandler.Builder builder, Throwable failure) {
		return builder.target(this.target.url())
			.middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> Mono.error(failure)));
	}

	private static WireMessage answerOf(UnaryOperator<HttpProxyHandler.Builder> setup) throws Exception {
		try (GatewayServer gateway = GatewayServer.start(setup)) {
			return WireMessage.exchange(gateway.port(), GET);
		}
	}

	private static void assertProblem(WireMessage answer, int status, @Nullable Delivery delivery) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
		assertThat(answer.body()).contains("\"status\":" + status);
		if (delivery != null) {
			assertThat(answer.body()).contains("\"delivery\":\"%s\"".formatted(delivery));
		}
		else {
			assertThat(answer.body()).doesNotContain("delivery");
		}
		assertThat(answer.toString()).doesNotContain("canary")
			.doesNotContain("127.0.0.1")
			.doesNotContain("invalid")
			.doesNotContain("/path")
			.doesNotContain("Exception")
			.doesNotContain("dev.reach");
	}

	private static URI refusing() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
