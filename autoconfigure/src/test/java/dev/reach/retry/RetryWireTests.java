package dev.reach.retry;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessagingItem;
import dev.reach.netty.FaultServer;
import dev.reach.netty.FaultServer.Peer;
import dev.reach.netty.FaultServer.Script;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.TestBundles;
import dev.reach.netty.TestClients;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import dev.reach.resilience.Resilience;
import okhttp3.tls.HeldCertificate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryLoop} and {@link StandardRetryPolicy}: what is sent again after
 * which failure.
 */
class RetryWireTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final String FETCH = "/rest/messaging/v1/fetch?messageId=one";

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("127.0.0.1")
		.build();

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final FaultServer secureServer = FaultServer.secure(CERTIFICATE);

	@RegisterExtension
	final TestClients clients = new TestClients();

	static Stream<Named<Script>> faultsAfterWhichNobodyKnows() {
		return Stream.of(Named.of("reset after the head", (peer) -> {
			peer.readHead();
			peer.reset();
		}), Named.of("reset after the request", (peer) -> {
			peer.readRequest();
			peer.reset();
		}), Named.of("end after the request", Peer::readRequest),
				Named.of("end within the status line", answering("HTTP/1.1 2")),
				Named.of("end within the head", answering("HTTP/1.1 200 OK\r\nContent-Le")),
				Named.of("end within the body", answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")),
				Named.of("reset within the body", (peer) -> {
					answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").run(peer);
					peer.reset();
				}), Named.of("garbage", answering("SSH-2.0-OpenSSH_9.9\r\n\r\n")),
				Named.of("500", keeping("500 Internal Server Error\r\n")),
				Named.of("502", keeping("502 Bad Gateway\r\n")),
				Named.of("503", keeping("503 Service Unavailable\r\n")),
				Named.of("504", keeping("504 Gateway Timeout\r\n")));
	}

	static Stream<Named<Script>> refusals() {
		return Stream.of(Named.of("429", keeping("429 Too Many Requests\r\n")),
				Named.of("429 for now", keeping("429 Too Many Requests\r\nRetry-After: 0\r\n")),
				Named.of("503 for now", keeping("503 Service Unavailable\r\nRetry-After: 0\r\n")));
	}

	static Stream<Named<Script>> brokenHandshakes() {
		return Stream.of(Named.of("reset at once", Peer::reset), Named.of("reset after the first bytes", (peer) -> {
			peer.read(5);
			peer.reset();
		}), Named.of("end after the first bytes", (peer) -> {
			peer.read(5);
			peer.socket().shutdownOutput();
			peer.awaitEnd();
		}));
	}

	@ParameterizedTest
	@MethodSource("faultsAfterWhichNobodyKnows")
	void postIsNotRepeatedIfNobodyKnows(Script fault) {
		once(fault);
		ReachException failure = failureOf(send(retrying()));
		assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(failure.getSuppressed()).isEmpty();
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("faultsAfterWhichNobodyKnows")
	void getIsRepeatedIfNobodyKnows(Script fault) {
		once(fault);
		ReachHttpResponse response = retrying().http().get(FETCH);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.earlierFailures()).singleElement()
			.isInstanceOfSatisfying(ReachException.class,
					(earlier) -> assertThat(earlier.delivery()).isEqualTo(Delivery.UNKNOWN));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void postThatIsNotAnsweredInTimeIsNotRepeated() throws InterruptedException {
		once(silent());
		ReachException failure = failureOf(send(impatient()));
		assertThat(failure).isInstanceOf(ReachTimeoutException.class);
		assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(this.server.requests()).hasSize(1);
		this.server.awaitDeparture();
	}

	@Test
	void getThatIsNotAnsweredInTimeIsRepeatedOnAnotherConnection() throws InterruptedException {
		once(silent());
		assertThat(impatient().http().get(FETCH).earlierFailures()).singleElement()
			.isInstanceOf(ReachTimeoutException.class);
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.connections()).isEqualTo(2);
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void postThatIsRefusedIsRepeatedOnTheSameConnection(Script refusal) {
		once(refusal);
		ReachHttpResponse response = retrying().http().request(post());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.earlierFailures()).singleElement()
			.isInstanceOfSatisfying(ReachException.class,
					(earlier) -> assertThat(earlier.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.server.requests()).hasSize(2).allMatch((request) -> request.endsWith("\r\n\r\ncontent"));
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("brokenHandshakes")
	void postIsRepeatedIfTheHandshakeBreaks(Script fault) throws GeneralSecurityException, IOException {
		this.secureServer.onConnection(RetryWireTests::beHealthy);
		AtomicBoolean broken = new AtomicBoolean();
		this.server.onConnection((peer) -> {
			if (broken.compareAndSet(false, true)) {
				fault.run(peer);
			}
			else {
				peer.relay(this.secureServer.port());
			}
		});
		ReachClient client = this.clients.to(this.server.secureUrl())
			.ssl(TestBundles.trusting(CERTIFICATE))
			.resilience(TestResilience.retrying(2, Duration.ofMillis(1)))
			.build();
		assertThat(client.http().request(post()).earlierFailures()).hasSize(1);
		assertThat(this.secureServer.requests()).hasSize(1);
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void postIsRepeatedIfNobodyListens() throws IOException {
		this.server.onConnection(RetryWireTests::beHealthy);
		RefusedAttempts attempts = refusing((attempt) -> attempt < 3);
		assertThat(retrying(attempts).http().request(post()).earlierFailures()).hasSize(2)
			.hasOnlyElementsOfType(ReachConnectException.class);
		assertThat(attempts.attempts()).isEqualTo(3);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void certificateThatIsNotTrustedIsNotTriedAgain() {
		this.secureServer.onConnection(RetryWireTests::beHealthy);
		ReachClient client = retrying(this.clients.to(this.secureServer.secureUrl()));
		assertThat(failureOf(client.reactive().http().get(FETCH))).isInstanceOf(ReachTlsException.class)
			.satisfies((failure) -> assertThat(failure.getSuppressed()).isEmpty());
		assertThat(this.secureServer.connections()).isEqualTo(1);
	}

	@Test
	void hostNameThatIsUnknownIsNotTriedAgain() {
		ReachClient client = retrying(this.clients.to(URI.create("https://unknown.invalid")));
		assertThat(failureOf(client.reactive().http().get(FETCH))).isInstanceOf(ReachConnectException.class)
			.satisfies((failure) -> assertThat(failure.getSuppressed()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "403 Forbidden,1", "407 Proxy Authentication Required,1", "502 Bad Gateway,3",
			"503 Service Unavailable,3" })
	void proxyThatRefusesForGoodIsNotAskedAgain(String answer, int times) {
		this.server.onConnection(always(answer + "\r\n"));
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "localhost", this.server.port(), null);
		ProxySettings proxies = new ProxySettings((target) -> ProxyDecision.via(proxy, "test"),
				ProxyAuthenticator.standard(), LIMIT, null);
		ReachClient client = retrying(this.clients.to(URI.create("https://api.reach.test")).proxies(proxies));
		ReachException failure = failureOf(send(client));
		assertThat(failure).isInstanceOf(ReachProxyException.class);
		assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(this.server.requests()).hasSize(times);
	}

	@Test
	void lastFailureHasThoseBefore() {
		this.server.onConnection(always("429 Too Many Requests\r\n"));
		ReachException failure = failureOf(send(retrying()));
		assertThat(failure).isInstanceOf(ReachTooManyRequestsException.class);
		assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(failure.getSuppressed()).hasSize(2).hasOnlyElementsOfType(ReachTooManyRequestsException.class);
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void postThatWasRefusedAndThenLostIsUnknown() {
		this.server.onConnection((peer) -> {
			answering("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n").run(peer);
			peer.readRequest();
			peer.reset();
		});
		ReachException failure = failureOf(send(retrying()));
		assertThat(failure).isExactlyInstanceOf(ReachTransportException.class);
		assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(failure.getSuppressed()).hasOnlyElementsOfType(ReachTooManyRequestsException.class).hasSize(1);
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void getThatWasLostAndThenRefusedIsUnknown() {
		AtomicBoolean lost = new AtomicBoolean();
		this.server.onConnection((peer) -> {
			if (lost.compareAndSet(false, true)) {
				peer.readRequest();
				peer.reset();
			}
			always("429 Too Many Requests\r\n").run(peer);
		});
		ReachException failure = failureOf(retrying().reactive().messaging().messagingItems().fetch("one"));
		assertThat(failure).isInstanceOf(ReachTooManyRequestsException.class)
			.hasMessageEndingWith("but an earlier attempt may have been carried out");
		assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void nothingIsRepeatedIfRetryIsOff() throws IOException {
		this.server.onConnection(always("429 Too Many Requests\r\n"));
		RefusedAttempts attempts = refusing((attempt) -> attempt == 3);
		ReachClient client = client(Resilience.none(), attempts);
		assertThat(client.http().request(post()).status()).isEqualTo(429);
		assertThat(client.http().get(FETCH).status()).isEqualTo(429);
		assertThat(failureOf(send(client))).isInstanceOf(ReachConnectException.class);
		assertThat(this.server.requests()).hasSize(2);
		assertThat(attempts.attempts()).isEqualTo(3);
	}

	@Test
	void bodyThatCanBeSentOnceIsNotRepeated() throws IOException {
		this.server.onConnection(always("429 Too Many Requests\r\n"));
		RefusedAttempts attempts = refusing((attempt) -> attempt == 2);
		ReachClient client = retrying(attempts);
		assertThat(client.http().request(oneShot()).status()).isEqualTo(429);
		assertThat(failureOf(client.reactive().http().request(oneShot()))).isInstanceOf(ReachConnectException.class);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(attempts.attempts()).isEqualTo(2);
	}

	@Test
	void connectionOfAnAnswerThatIsNotReadIsGivenUp() throws InterruptedException {
		once((peer) -> {
			answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\n{").run(peer);
			peer.awaitEnd();
		});
		ReachHttpResponse response = retrying().http().stream(ReachHttpRequest.builder(HttpMethod.GET, FETCH).build());
		assertThat(response.text().block(LIMIT)).contains("one");
		this.server.awaitDeparture();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	private static Script answering(String answer) {
		return (peer) -> {
			peer.readRequest();
			peer.write(answer);
		};
	}

	private static Script keeping(String statusAndFields) {
		return (peer) -> {
			answering("HTTP/1.1 " + statusAndFields + "Content-Length: 0\r\n\r\n").run(peer);
			beHealthy(peer);
		};
	}

	private static Script always(String statusAndFields) {
		return (peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 " + statusAndFields + "Content-Length: 0\r\n\r\n");
			}
		};
	}

	private static Script silent() {
		return (peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		};
	}

	private static void beHealthy(Peer peer) throws IOException {
		while (!peer.readRequest().isEmpty()) {
			peer.answer("{\"messageId\":\"one\"}");
		}
	}

	private void once(Script fault) {
		AtomicBoolean met = new AtomicBoolean();
		this.server.onConnection((peer) -> {
			if (met.compareAndSet(false, true)) {
				fault.run(peer);
			}
			else {
				beHealthy(peer);
			}
		});
	}

	private ReachClient retrying() {
		return retrying(this.clients.to(this.server.url()).connections(1));
	}

	private static ReachClient retrying(TestClients.Setup setup) {
		return setup.resilience(TestResilience.retrying(2, Duration.ofMillis(1))).build();
	}

	private ReachClient impatient() {
		return retrying(this.clients.to(this.server.url()).readTimeout(Duration.ofSeconds(2)));
	}

	private ReachClient retrying(RefusedAttempts attempts) {
		return client(TestResilience.retrying(2, Duration.ofMillis(1)), attempts);
	}

	private ReachClient client(Resilience resilience, RefusedAttempts attempts) {
		return this.clients.closeLater(
				this.clients.to(this.server.url()).resilience(resilience).builder().middleware(attempts).build());
	}

	private RefusedAttempts refusing(IntPredicate refused) {
		return this.clients.closeLater(new RefusedAttempts(refused));
	}

	private static Mono<MessagingItem> send(ReachClient client) {
		return client.reactive().messaging().messagingItems().send("+15550100000", "Reach", "text");
	}

	private static ReachHttpRequest post() {
		return ReachHttpRequest.builder(HttpMethod.POST, "/rest/messaging/v1/create")
			.body(ReachHttpBody.text("content", MediaType.TEXT_PLAIN))
			.build();
	}

	private static ReachHttpRequest oneShot() {
		return post().mutate()
			.body(ReachHttpBody.stream(Flux.just("content")
				.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.US_ASCII))),
					MediaType.TEXT_PLAIN, 7))
			.build();
	}

	private static ReachException failureOf(Mono<?> call) {
		Throwable failure = call.then(Mono.<Throwable>empty()).onErrorResume(Mono::just).block(LIMIT);
		return assertThat(failure).asInstanceOf(InstanceOfAssertFactories.type(ReachException.class)).actual();
	}

}
