package dev.reach.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import javax.net.SocketFactory;

import io.netty.handler.ssl.SslContextBuilder;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrictHttpServerCustomizer} with TLS, HTTP/2 and WebSocket.
 */
class StrictHttpServerProtocolTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String GET = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String MALFORMED = "GET /bad HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n";

	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

	private static final String UPGRADE = """
			GET /%s HTTP/1.1\r
			Host: a\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			\r
			""";

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.addSubjectAlternativeName("127.0.0.1")
		.build();

	private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
		.addTrustedCertificate(CERTIFICATE.certificate())
		.build();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private DisposableServer server = start(UnaryOperator.identity());

	private DisposableServer start(UnaryOperator<HttpServer> settings) {
		HttpServer server = HttpServer.create().host("127.0.0.1").port(0).handle(this::answer);
		return new StrictHttpServerCustomizer().apply(settings.apply(server)).bindNow();
	}

	private void restart(UnaryOperator<HttpServer> settings) {
		this.server.disposeNow();
		this.server = start(settings);
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		this.seen.add(request.version() + " " + request.uri());
		return switch (request.uri()) {
			case "/echo" -> response.sendWebsocket((in, out) -> out.sendString(in.receive().asString()));
			case "/forbidden" -> response.status(403).send();
			case "/claim" -> response.status(101).send();
			default -> response.sendString(request.receive().aggregate().asString().defaultIfEmpty("nothing"));
		};
	}

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void requestsInTlsAreGuarded() throws Exception {
		restart((settings) -> secure(settings,
				Http11SslContextSpec.forServer(CERTIFICATE.keyPair().getPrivate(), CERTIFICATE.certificate())));
		assertGuarded(TRUST.sslSocketFactory());
	}

	private static HttpServer secure(HttpServer server, GenericSslContextSpec<SslContextBuilder> context) {
		return server.secure((ssl) -> ssl.sslContext(context));
	}

	@Test
	void http2InTlsPassesAndHttp1BesideItIsGuarded() throws Exception {
		restart((settings) -> secure(settings.protocol(HttpProtocol.H2, HttpProtocol.HTTP11),
				Http2SslContextSpec.forServer(CERTIFICATE.keyPair().getPrivate(), CERTIFICATE.certificate())));
		HttpClient client = HttpClient.newConnection()
			.protocol(HttpProtocol.H2)
			.secure((ssl) -> ssl.sslContext(TestBundles.http2Trusting(CERTIFICATE)));
		assertThat(post(client, "https")).isEqualTo("HTTP/2.0 hello");
		assertGuarded(TRUST.sslSocketFactory());
		try (RawClient raw = new RawClient(TRUST.sslSocketFactory(), this.server.port())) {
			StrictHttpServerCustomizerTests.assertRefused(raw.send(PREFACE).readAll());
		}
	}

	@Test
	void http2WithPriorKnowledgePassesAndHttp1BesideItIsGuarded() throws Exception {
		restart((settings) -> settings.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11));
		assertThat(post(HttpClient.newConnection().protocol(HttpProtocol.H2C), "http")).isEqualTo("HTTP/2.0 hello");
		assertGuarded(SocketFactory.getDefault());
		try (RawClient raw = client()) {
			raw.sendSlowly(PREFACE + "\0\0\0\4\0\0\0\0\0");
			assertThat(raw.read(4)).endsWith("\4");
		}
		for (String other : List.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r", "PRI * HTTP/2.0\r\n\r\n",
				"PRI * HTTP/2.0\r\nHost: a\r\n\r\n")) {
			try (RawClient raw = client()) {
				StrictHttpServerCustomizerTests.assertRefused(raw.sendSlowly(other + "x\r\n").readAll());
			}
		}
	}

	@Test
	void http2AfterAnUpgradePasses() {
		restart((settings) -> settings.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11));
		HttpClient client = HttpClient.newConnection().protocol(HttpProtocol.H2C, HttpProtocol.HTTP11);
		assertThat(client.get()
			.uri("http://127.0.0.1:" + this.server.port())
			.responseSingle((response, body) -> body.asString().map((text) -> version(response) + text))
			.block(LIMIT)).isEqualTo("HTTP/2.0 nothing");
	}

	@Test
	void http2OnlyPasses() {
		restart((settings) -> settings.protocol(HttpProtocol.H2C));
		assertThat(post(HttpClient.newConnection().protocol(HttpProtocol.H2C), "http")).isEqualTo("HTTP/2.0 hello");
	}

	@Test
	void thePrefaceOfHttp2DoesNotSwitchTheGuardOff() throws Exception {
		try (RawClient raw = client()) {
			StrictHttpServerCustomizerTests.assertRefused(raw.send(PREFACE + MALFORMED).readAll());
		}
		try (RawClient raw = client()) {
			raw.send(GET);
			raw.readResponse();
			StrictHttpServerCustomizerTests.assertRefused(raw.send(PREFACE).readAll());
		}
	}

	@Test
	void aWebSocketPasses() {
		List<String> messages = List.of("one", "GET / HTTP/1.1\nX : y\n\n", "\0\r\r");
		assertThat(HttpClient.newConnection()
			.websocket()
			.uri("ws://127.0.0.1:" + this.server.port() + "/echo")
			.handle((in, out) -> out.sendString(Flux.fromIterable(messages))
				.then()
				.thenMany(in.receive().asString().take(3)))
			.collectList()
			.block(LIMIT)).isEqualTo(messages);
	}

	@Test
	void framesOfAWebSocketAreNotHeld() throws Exception {
		try (RawClient raw = client()) {
			assertThat(raw.sendSlowly(UPGRADE.formatted("echo")).readHead()).startsWith("HTTP/1.1 101 ");
			raw.send("\u0081\u0083\0\0\0\0a\r\n");
			assertThat(raw.read(5)).isEqualTo("\u0081\u0003a\r\n");
		}
	}

	@Test
	void aRefusedUpgradeDoesNotSwitchTheGuardOff() throws Exception {
		try (RawClient raw = client()) {
			assertThat(raw.send(UPGRADE.formatted("forbidden")).readHead()).startsWith("HTTP/1.1 403 ");
			assertThat(raw.send(GET).readResponse()).endsWith("nothing");
			StrictHttpServerCustomizerTests.assertRefused(raw.send(MALFORMED).readAll());
		}
	}

	@Test
	void anUpgradeThatIsOnlyClaimedDoesNotSwitchTheGuardOff() throws Exception {
		try (RawClient raw = client()) {
			assertThat(raw.send(UPGRADE.formatted("claim")).readHead()).startsWith("HTTP/1.1 101 ");
			assertThat(raw.send(MALFORMED).readAll()).doesNotContain("nothing");
		}
		assertThat(this.seen).containsExactly("HTTP/1.1 /claim");
	}

	private void assertGuarded(SocketFactory sockets) throws Exception {
		this.seen.clear();
		try (RawClient raw = new RawClient(sockets, this.server.port())) {
			assertThat(raw.send(GET).readResponse()).endsWith("nothing");
			assertThat(raw.sendSlowly(GET).readResponse()).endsWith("nothing");
			StrictHttpServerCustomizerTests.assertRefused(raw.send(MALFORMED).readAll());
		}
		assertThat(this.seen).containsExactly("HTTP/1.1 /next", "HTTP/1.1 /next");
	}

	private String post(HttpClient client, String scheme) {
		return String.valueOf(client.post()
			.uri(scheme + "://127.0.0.1:" + this.server.port())
			.send((request, out) -> out.sendString(Mono.just("hello")))
			.responseSingle((response, body) -> body.asString().map((text) -> version(response) + text))
			.block(LIMIT));
	}

	private static String version(HttpClientResponse response) {
		return response.version() + " ";
	}

	private RawClient client() throws Exception {
		return new RawClient(this.server.port());
	}

}
