package dev.reach.netty;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.http.ReachHttpBody;
import dev.reach.netty.FaultServer.Peer;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectGate} when a proxy asks for authentication.
 */
class ProxyAuthenticationTests {

	private static final String DIGEST = "Proxy-Authenticate: Digest realm=\"corp\", nonce=\"n-1\", qop=\"auth\", "
			+ "algorithm=SHA-256\r\nProxy-Authenticate: Basic realm=\"corp\"\r\n";

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("api.reach.test")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void serve() {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
		this.server.enqueue(new MockResponse.Builder().body("first").addHeader("Connection", "close").build());
		this.server.enqueue(new MockResponse.Builder().body("second").build());
	}

	@Test
	void digestIsAnsweredOnTheSameConnection() throws Exception {
		this.proxy.onConnection((peer) -> demand(peer, "Content-Length: 4\r\n\r\npage", "Digest "));
		assertThat(post(client(user()))).isEqualTo("first");
		assertThat(this.proxy.connections()).isEqualTo(1);
		assertThat(this.proxy.requests()).hasSize(2);
		assertThat(this.proxy.requests().get(1)).contains("proxy-authorization: Digest username=\"user\"",
				"realm=\"corp\"", "uri=\"api.reach.test:443\"", "algorithm=SHA-256", "qop=auth", "nc=00000001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection: close\r\nContent-Length: 0\r\n\r\n", "Connection: close\r\n\r\npage" })
	void digestIsAnsweredOnANewConnectionWhereTheProxyClosesTheFirst(String rest) throws Exception {
		this.proxy.onConnection((peer) -> demand(peer, rest, "Digest "));
		assertThat(post(client(user()))).isEqualTo("first");
		assertThat(this.proxy.connections()).isEqualTo(2);
		assertThat(this.proxy.requests()).hasSize(2);
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void nextConnectionAnswersWithoutBeingAsked() throws Exception {
		this.proxy.onConnection((peer) -> demand(peer, "Content-Length: 0\r\n\r\n", "Digest "));
		ReachClient client = client(user());
		assertThat(post(client)).isEqualTo("first");
		assertThat(post(client)).isEqualTo("second");
		assertThat(this.proxy.requests()).hasSize(3);
		assertThat(this.proxy.requests().get(2)).contains("nonce=\"n-1\"", "nc=00000002").doesNotContain(Proxies.BASIC);
	}

	@Test
	void wrongPasswordIsNotTriedTwiceByTheSameScheme() throws Exception {
		this.proxy.onConnection((peer) -> demand(peer, "Content-Length: 0\r\n\r\n", "nothing"));
		Failures.ofPost(client(user()), ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy http://localhost:%d does not accept the credentials (407 Proxy Authentication Required, "
					.formatted(this.proxy.port()) + "it asks for Digest, Basic)");
		assertThat(this.proxy.requests()).hasSize(2);
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void demandIsNotAnsweredForeverOnNewConnections() throws Exception {
		this.proxy.onConnection((peer) -> demand(peer, "Connection: close\r\nContent-Length: 0\r\n\r\n", "nothing"));
		Failures.ofPost(client(user()), ReachProxyException.class, Delivery.NOT_SENT, "The proxy ");
		assertThat(this.proxy.requests()).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void ownAuthenticatorAnswersTheDemand() throws Exception {
		AtomicReference<String> token = new AtomicReference<>("t-1");
		ProxyAuthenticator bearer = (request) -> Mono.fromSupplier(() -> "Bearer " + token.get());
		this.proxy.onConnection((peer) -> demand(peer, "Content-Length: 0\r\n\r\n", "Bearer "));
		ReachClient client = client(
				new ProxySettings(Proxies.always(Proxies.at(ProxyType.HTTP, this.proxy)), bearer, Proxies.LIMIT, null));
		assertThat(post(client)).isEqualTo("first");
		token.set("t-2");
		assertThat(post(client)).isEqualTo("second");
		assertThat(this.proxy.requests()).hasSize(2);
		assertThat(this.proxy.requests().get(1)).contains("proxy-authorization: Bearer t-2\r\n");
	}

	// Lets those in who answer by a scheme.
	private void demand(Peer peer, String rest, String scheme) throws IOException {
		for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
			if (head.contains("proxy-authorization: " + scheme)) {
				peer.write("HTTP/1.1 200 OK\r\n\r\n").relay(this.server.getPort());
				return;
			}
			peer.write("HTTP/1.1 407 Proxy Authentication Required\r\n" + DIGEST + rest);
			if (rest.contains("close")) {
				if (rest.contains("Content-Length")) {
					peer.awaitEnd();
				}
				return;
			}
		}
	}

	private ReachProxy user() {
		return Proxies.withPassword(Proxies.at(ProxyType.HTTP, this.proxy));
	}

	private ReachClient client(ReachProxy proxy) throws GeneralSecurityException, IOException {
		return client(Proxies.settings(proxy));
	}

	private ReachClient client(ProxySettings settings) throws GeneralSecurityException, IOException {
		return this.clients.to(URI.create("https://api.reach.test"))
			.connections(1)
			.ssl(TestBundles.trusting(CERTIFICATE))
			.proxies(settings)
			.build();
	}

	private static String post(ReachClient client) {
		return String.valueOf(client.http().post("/", ReachHttpBody.none()).text().block());
	}

}
