package dev.reach.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.error.ReachProxyException;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import dev.reach.netty.FaultServer.Peer;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.netty.TestBundles;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyHttpClientFactory#createWebSocketClient(int)}: the ways to
 * the targets of WebSockets.
 */
class WebSocketWayTests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("test")
		.addSubjectAlternativeName("localhost")
		.addSubjectAlternativeName("127.0.0.1")
		.addSubjectAlternativeName("target.test")
		.build();

	@RegisterExtension
	final FaultServer plain = new FaultServer();

	@RegisterExtension
	final FaultServer secure = FaultServer.secure(CERTIFICATE);

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	private final CountDownLatch over = new CountDownLatch(1);

	private final BlockingQueue<RawWebSocket> targets = new LinkedBlockingQueue<>();

	private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

	@AfterEach
	void end() {
		this.over.countDown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void httpProxyMakesATunnelForEachKindOfTarget(boolean tls) throws Exception {
		FaultServer target = tls ? this.secure : this.plain;
		target.onConnection(this::accept);
		this.proxy.onConnection((peer) -> tunnel(peer, target.port()));
		ReachProxy proxy = proxy(ProxyType.HTTP);
		assertPasses(URI.create((tls ? "https" : "http") + "://target.test:5000"), via(proxy, false));
		assertThat(this.proxy.requests()).singleElement()
			.asString()
			.startsWith("CONNECT target.test:5000 HTTP/1.1\r\n")
			.doesNotContainIgnoringCase("proxy-authorization");
	}

	@Test
	void proxyIsGivenThePasswordAndTheTargetIsNot() throws Exception {
		this.plain.onConnection(this::accept);
		this.proxy.onConnection((peer) -> tunnel(peer, this.plain.port()));
		ReachProxy proxy = proxy(ProxyType.HTTP).withCredentials(ProxyCredentials.of("user", "canary"));
		assertPasses(URI.create("http://target.test:5000"), via(proxy, false));
		assertThat(this.proxy.requests()).singleElement()
			.asString()
			.contains("proxy-authorization: Basic dXNlcjpjYW5hcnk=\r\n");
		assertThat(this.plain.requests()).singleElement().asString().doesNotContainIgnoringCase("proxy-authorization");
	}

	@ParameterizedTest
	@ValueSource(strings = { "keep-alive", "close" })
	void demandOfTheProxyIsAnswered(String connection) throws Exception {
		this.plain.onConnection(this::accept);
		this.proxy.onConnection((peer) -> {
			String head = peer.readHead();
			if (!head.contains("Digest ")) {
				peer.write("HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth\"\r\n"
						+ "Connection: " + connection + "\r\nContent-Length: 0\r\n\r\n");
				if (connection.equals("close")) {
					return;
				}
				peer.readHead();
			}
			peer.write("HTTP/1.1 200 OK\r\n\r\n");
			peer.relay(this.plain.port());
		});
		ReachProxy proxy = proxy(ProxyType.HTTP).withCredentials(ProxyCredentials.of("user", "canary"));
		assertPasses(URI.create("http://target.test:5000"), via(proxy, false));
		assertThat(this.proxy.requests()).hasSize(2).last().asString().contains("Digest ");
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS5", "SOCKS4" })
	void socksProxyLeadsToTheTarget(ProxyType type) throws Exception {
		this.plain.onConnection(this::accept);
		this.proxy.onConnection((peer) -> {
			if (type == ProxyType.SOCKS5) {
				peer.read(2 + peer.read(2).charAt(1) - 2);
				peer.write("\u0005\u0000");
				peer.read(peer.read(5).charAt(4) + 2);
				peer.write("\u0005\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000");
			}
			else {
				peer.read(8 + 1 + "target.test".length() + 1);
				peer.write("\u0000\u005a\u0000\u0000\u0000\u0000\u0000\u0000");
			}
			peer.relay(this.plain.port());
		});
		assertPasses(URI.create("http://target.test:5000"), via(proxy(type), false));
	}

	@Test
	void callerIsNotAcceptedIfTheProxyRefuses() throws Exception {
		this.proxy.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
			peer.awaitEnd();
		});
		try (ReactorNettyHttpClientFactory factory = via(proxy(ProxyType.HTTP), false);
				GatewayServer gateway = gateway(URI.create("http://target.test:5000"), factory);
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("502");
			assertThat(this.error.get()).isInstanceOf(ReachProxyException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void secureTargetIsReachedByTls(boolean http2) throws Exception {
		this.secure.onConnection(this::accept);
		assertPasses(this.secure.secureUrl(), direct(http2));
	}

	@Test
	void silenceLongerThanTheReadTimeoutIsNoFailure() throws Exception {
		this.plain.onConnection(this::accept);
		HttpClientSettings settings = HttpClientSettings.defaults().withReadTimeout(Duration.ofMillis(200));
		try (ReactorNettyHttpClientFactory factory = factory(settings, ProxySettings.none(), false);
				GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.plain.url())
					.httpClientFactory(factory.forGateway())
					.idleTimeout(Duration.ofMillis(800)));
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.read().status()).isEqualTo("1001 ");
		}
	}

	private void assertPasses(URI target, ReactorNettyHttpClientFactory factory) throws Exception {
		try (factory;
				GatewayServer gateway = gateway(target, factory);
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).as(String.valueOf(this.error.get())).isEqualTo("101");
			RawWebSocket accepted = Objects.requireNonNull(this.targets.poll(20, TimeUnit.SECONDS));
			caller.text("there");
			assertThat(accepted.read().text()).isEqualTo("there");
			accepted.text("back").closing(4001, "done");
			assertThat(caller.read().text()).isEqualTo("back");
			assertThat(caller.read().status()).isEqualTo("4001 done");
			assertThat(accepted.read().status()).isEqualTo("4001 done");
		}
	}

	private GatewayServer gateway(URI target, ReactorNettyHttpClientFactory factory) {
		return GatewayServer.start((builder) -> builder.target(target)
			.httpClientFactory(factory.forGateway())
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				this.error.set(exchange.error());
				return Mono.empty();
			})));
	}

	private void accept(Peer peer) throws IOException {
		this.targets.add(RawWebSocket.accept(peer));
		try {
			this.over.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void tunnel(Peer peer, int port) throws IOException {
		peer.readHead();
		peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
		peer.relay(port);
	}

	private ReachProxy proxy(ProxyType type) {
		return new ReachProxy(type, "localhost", this.proxy.port(), null);
	}

	private static ReactorNettyHttpClientFactory via(ReachProxy proxy, boolean http2) throws Exception {
		return factory(HttpClientSettings.defaults().withSslBundle(TestBundles.trusting(CERTIFICATE)),
				new ProxySettings((target) -> ProxyDecision.via(proxy, "test"), ProxyAuthenticator.standard(),
						Duration.ofSeconds(15), null),
				http2);
	}

	private static ReactorNettyHttpClientFactory direct(boolean http2) throws Exception {
		return factory(HttpClientSettings.defaults().withSslBundle(TestBundles.trusting(CERTIFICATE)),
				ProxySettings.none(), http2);
	}

	private static ReactorNettyHttpClientFactory factory(HttpClientSettings settings, ProxySettings proxies,
			boolean http2) {
		return new ReactorNettyHttpClientFactory(WebClient.builder(),
				ClientHttpConnectorBuilder.reactor()
					.withHttpClientCustomizer(
							(client) -> http2 ? client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : client),
				settings, PoolSettings.defaults(), proxies, null);
	}

}
