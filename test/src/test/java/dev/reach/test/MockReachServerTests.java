package dev.reach.test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MockReachServer}.
 */
class MockReachServerTests {

	@Test
	void speaksTlsWithTheCertificateOfABundle() throws Exception {
		HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
		HandshakeCertificates trusting = new HandshakeCertificates.Builder()
			.addTrustedCertificate(certificate.certificate())
			.build();
		HttpClient client = HttpClient.newBuilder().sslContext(trusting.sslContext()).build();
		try (MockReachServer server = MockReachServer.start(bundle(certificate))) {
			HttpResponse<String> response = client.send(
					HttpRequest.newBuilder(server.baseUrl().resolve("/rest/messaging/v1/list")).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(server.baseUrl()).hasScheme("https");
			assertThat(server.requests()).hasSize(1);
		}
	}

	private static SslBundle bundle(HeldCertificate certificate) {
		PemSslStoreDetails details = PemSslStoreDetails.forCertificate(certificate.certificatePem())
			.withPrivateKey(certificate.privateKeyPkcs8Pem());
		return SslBundle.of(new PemSslStoreBundle(details, null));
	}

}
