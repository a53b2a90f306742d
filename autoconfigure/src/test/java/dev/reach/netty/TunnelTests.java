package dev.reach.netty;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectGate} and {@link ProxyTls}: targets behind a proxy that makes
 * tunnels.
 */
class TunnelTests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("test")
		.addSubjectAlternativeName("localhost")
		.addSubjectAlternativeName("api.reach.test")
		.build();

	private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
		.heldCertificate(CERTIFICATE)
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer secureProxy = FaultServer.secure(CERTIFICATE);

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void serve() {
		this.server.useHttps(CERTIFICATES.sslSocketFactory());
		this.server.enqueue(new MockResponse.Builder().body("first").build());
		this.server.enqueue(new MockResponse.Builder().body("second").build());
		this.proxy.onConnection(Proxies.tunnelTo(this.server.getPort()));
		this.secureProxy.onConnection(Proxies.tunnelTo(this.server.getPort()));
	}

	@Test
	void secureTargetIsReachedByOneTunnelThatIsKept() throws Exception {
		ReachClient client = client(Proxies.at(ProxyType.HTTP, this.proxy)).build();
		assertThat(post(client)).isEqualTo("first");
		assertThat(post(client)).isEqualTo("second");
		assertThat(this.proxy.requests())
			.containsExactly("CONNECT api.reach.test:443 HTTP/1.1\r\nhost: api.reach.test:443\r\n\r\n");
		assertThat(this.server.takeRequest().getHeaders().names()).doesNotContain("Proxy-Authorization");
	}

	@Test
	void passwordIsSentToTheProxyWithoutBeingAskedAndNotToTheTarget() throws Exception {
		ReachClient client = client(Proxies.withPassword(Proxies.at(ProxyType.HTTP, this.proxy))).build();
		assertThat(post(client)).isEqualTo("first");
		assertThat(this.proxy.requests()).singleElement()
			.asString()
			.contains("proxy-authorization: Basic dXNlcjpjYW5hcnktcGFzc3dvcmQ=\r\n");
		RecordedRequest request = this.server.takeRequest();
		assertThat(request.getHeaders().names()).doesNotContain("Proxy-Authorization", "proxy-authorization");
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP", "HTTPS" })
	void http2IsSpokenInTheTunnel(ProxyType type) throws Exception {
		this.server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
		ReactorClientHttpConnectorBuilder http2 = ClientHttpConnectorBuilder.reactor()
			.withHttpClientCustomizer((client) -> client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
				.secure((spec) -> spec.sslContext(TestBundles.http2Trusting(CERTIFICATE))));
		FaultServer proxy = (type == ProxyType.HTTP) ? this.proxy : this.secureProxy;
		ReachClient client = client(Proxies.at(type, proxy)).connector(http2).build();
		assertThat(post(client)).isEqualTo("first");
		this.server.setDispatcher(new Rendezvous(3));
		List<Integer> statuses = Flux.range(0, 3)
			.flatMap((call) -> client.reactive().http().get("/" + call))
			.map(ReachHttpResponse::status)
			.collectList()
			.block();
		assertThat(statuses).containsExactly(200, 200, 200);
		assertThat(proxy.connections()).isEqualTo(1);
		assertThat(this.server.takeRequest().getVersion()).isEqualTo("HTTP/2");
	}

	@Test
	void proxyIsReachedByTls() throws Exception {
		ReachClient client = client(Proxies.at(ProxyType.HTTPS, this.secureProxy)).build();
		assertThat(post(client)).isEqualTo("first");
		assertThat(post(client)).isEqualTo("second");
		assertThat(this.secureProxy.requests()).singleElement().asString().startsWith("CONNECT api.reach.test:443 ");
	}

	private TestClients.Setup client(ReachProxy proxy) throws GeneralSecurityException, IOException {
		return this.clients.to(URI.create("https://api.reach.test"))
			.connections(1)
			.ssl(TestBundles.trusting(CERTIFICATE))
			.proxies(new ProxySettings(Proxies.always(proxy), ProxyAuthenticator.standard(), Proxies.LIMIT,
					TestBundles.trusting(CERTIFICATE)));
	}

	private static String post(ReachClient client) {
		return String.valueOf(client.http().post("/", ReachHttpBody.none()).text().block());
	}

	/**
	 * Answers when as many requests are there at a time.
	 */
	private static final class Rendezvous extends Dispatcher {

		private final CountDownLatch missing;

		Rendezvous(int requests) {
			this.missing = new CountDownLatch(requests);
		}

		@Override
		public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
			this.missing.countDown();
			boolean complete = this.missing.await(5, TimeUnit.SECONDS);
			return new MockResponse.Builder().code(complete ? 200 : 503).build();
		}

	}

}
