package dev.reach.netty;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportFailure} and {@link ReactorNettyHttpClientFactory} when the
 * TLS handshake goes wrong.
 */
class TlsFailureTests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("test")
		.addSubjectAlternativeName("localhost")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer faultServer = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void certificateOfTheBundleIsTrusted() throws GeneralSecurityException, IOException {
		serve(CERTIFICATE);
		this.server.enqueue(new MockResponse.Builder().body("secure").build());
		ReachClient client = this.clients.to(localhost()).ssl(TestBundles.trusting(CERTIFICATE)).build();
		assertThat(client.http().post("/", ReachHttpBody.none()).text().block()).isEqualTo("secure");
	}

	@Test
	void certificateThatIsNotTrustedIsRefusedBeforeAnythingIsSent() {
		serve(CERTIFICATE);
		ReachClient client = this.clients.to(localhost()).build();
		ReachTlsException failure = Failures.ofPost(client, ReachTlsException.class, Delivery.NOT_SENT,
				"The TLS handshake failed (");
		assertThat(failure).hasMessageContaining("unable to find valid certification path");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void certificateOfAnotherHostIsRefusedBeforeAnythingIsSent() throws GeneralSecurityException, IOException {
		HeldCertificate other = new HeldCertificate.Builder().addSubjectAlternativeName("other.invalid").build();
		serve(other);
		ReachClient client = this.clients.to(localhost()).ssl(TestBundles.trusting(other)).build();
		ReachTlsException failure = Failures.ofPost(client, ReachTlsException.class, Delivery.NOT_SENT,
				"The TLS handshake failed (");
		assertThat(failure).hasMessageContaining("localhost");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void handshakeThatIsResetIsNotSentAndNotRepeated() {
		this.faultServer.onConnection((peer) -> {
			peer.read(5);
			peer.reset();
		});
		ReachClient client = this.clients.to(this.faultServer.secureUrl()).build();
		Failures.ofPost(client, ReachTlsException.class, Delivery.NOT_SENT, "The TLS handshake failed (");
		assertThat(this.faultServer.connections()).isEqualTo(1);
	}

	@Test
	void handshakeThatIsClosedIsNotSentAndNotRepeated() {
		this.faultServer.onConnection((peer) -> {
			peer.read(5);
			peer.socket().shutdownOutput();
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.faultServer.secureUrl()).build();
		Failures.ofPost(client, ReachTlsException.class, Delivery.NOT_SENT, "The TLS handshake failed (");
		assertThat(this.faultServer.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handshakeIsLimitedByTheConnectTimeout(boolean bundle) throws GeneralSecurityException, IOException {
		TestClients.Setup setup = this.clients.to(this.faultServer.secureUrl())
			.connectTimeout(Duration.ofMillis(300))
			.requestTimeout(Duration.ofSeconds(8));
		ReachClient client = (bundle ? setup.ssl(TestBundles.trusting(CERTIFICATE)) : setup).build();
		ReachTimeoutException failure = Failures.ofPost(client, ReachTimeoutException.class, Delivery.NOT_SENT,
				"No secure connection within reach.connect-timeout");
		assertThat(failure.limit()).isEqualTo(Limit.CONNECT);
	}

	@Test
	void plainHttpPortIsNamedAndItsBytesAreNotShown() {
		this.faultServer.onConnection((peer) -> {
			peer.read(5);
			peer.write("HTTP/1.1 400 Bad Request\r\nX-Test: %s\r\n\r\n".formatted(Failures.PEER_TEXT));
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.faultServer.secureUrl()).build();
		ReachTlsException failure = Failures.ofPost(client, ReachTlsException.class, Delivery.NOT_SENT,
				"The peer does not speak TLS; is the port one for plain http?");
		assertThat(Failures.stackTraceOf(failure)).doesNotContain("485454502f");
	}

	@Test
	void tlsPortBehindAPlainUrlIsNotUnderstood() {
		serve(CERTIFICATE);
		ReachClient client = this.clients.to(URI.create("http://localhost:" + this.server.getPort())).build();
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN, "The ");
	}

	private void serve(HeldCertificate certificate) {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslSocketFactory());
	}

	private URI localhost() {
		return URI.create("https://localhost:" + this.server.getPort());
	}

}
