package dev.reach.netty;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpBody;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyHttpClientFactory} in an application that asks for HTTP/2
 * and leaves TLS to the defaults of the JVM.
 */
class Http2Tests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.build();

	private static final String TRUST_STORE = "javax.net.ssl.trustStore";

	private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void trust(@TempDir Path folder) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", CERTIFICATE.certificate());
		Path file = folder.resolve("trusted.p12");
		try (OutputStream output = Files.newOutputStream(file)) {
			trusted.store(output, "password".toCharArray());
		}
		System.setProperty(TRUST_STORE, file.toString());
		System.setProperty(PASSWORD, "password");
	}

	@AfterEach
	void restore() {
		System.clearProperty(TRUST_STORE);
		System.clearProperty(PASSWORD);
	}

	@Test
	void itIsSpokenAlsoWithALimitForTheHandshake() throws Exception {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
		this.server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
		this.server.enqueue(new MockResponse.Builder().body("second").build());
		ReachClient client = this.clients.to(URI.create("https://localhost:" + this.server.getPort()))
			.connectTimeout(Duration.ofSeconds(15))
			.connector(ClientHttpConnectorBuilder.reactor()
				.withHttpClientCustomizer((http) -> http.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)))
			.build();
		assertThat(client.http().post("/", ReachHttpBody.none()).text().block()).isEqualTo("second");
		assertThat(this.server.takeRequest().getVersion()).isEqualTo("HTTP/2");
	}

}
