package dev.reach.autoconfigure;

import java.util.Objects;

import javax.net.ssl.SSLException;

import dev.reach.ReachClient;
import dev.reach.ReachClientCustomizer;
import dev.reach.error.ReachTlsException;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnverifiedTls}, and for TLS settings of the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnverifiedTlsTests {

	private static final HeldCertificate CLIENT = new HeldCertificate.Builder().commonName("client").build();

	private static final HeldCertificate OTHER_HOST = new HeldCertificate.Builder()
		.addSubjectAlternativeName("other.example.com")
		.build();

	private static final HeldCertificate LOCALHOST = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@BeforeEach
	void speakTlsAsAnotherHost() {
		speakTlsAs(OTHER_HOST);
	}

	@Test
	void certificateOfAnotherHostIsRefusedByDefault(CapturedOutput output) {
		runner().run((context) -> assertThatExceptionOfType(ReachTlsException.class)
			.isThrownBy(() -> context.getBean(ReachClient.class).http().get("/any")));
		assertThat(output).doesNotContain("reach.ssl.verify");
	}

	@Test
	void certificateThatIsTrustedButOfAnotherHostIsRefusedByDefault() {
		runner()
			.withPropertyValues("reach.ssl.bundle=own",
					"spring.ssl.bundle.pem.own.truststore.certificate=" + OTHER_HOST.certificatePem())
			.run((context) -> assertThatExceptionOfType(ReachTlsException.class)
				.isThrownBy(() -> context.getBean(ReachClient.class).http().get("/any")));
	}

	@Test
	void nothingIsVerifiedIfThatIsSetAndEachStartWarns(CapturedOutput output) {
		for (int start = 1; start <= 2; start++) {
			runner().withPropertyValues("reach.ssl.verify=false")
				.run((context) -> assertThat(get(context).getHandshake()).isNotNull());
			assertThat(output.getOut().split("reach.ssl.verify is false", -1)).hasSize(start + 1);
		}
	}

	@Test
	void clientCertificateOfTheBundleIsSentEvenSo() {
		this.server.requireClientAuth();
		runner()
			.withPropertyValues("reach.ssl.verify=false", "reach.ssl.bundle=own",
					"spring.ssl.bundle.pem.own.keystore.certificate=" + CLIENT.certificatePem(),
					"spring.ssl.bundle.pem.own.keystore.private-key=" + CLIENT.privateKeyPkcs8Pem())
			.run((context) -> assertThat(Objects.requireNonNull(get(context).getHandshake()).peerCertificates())
				.containsExactly(CLIENT.certificate()));
	}

	@Test
	void accountOfItsOwnSettings() {
		runner().withPropertyValues("reach.clients.test.ssl.verify=false").run((context) -> {
			this.server.enqueue(new MockResponse.Builder().code(200).build());
			assertThat(context.getBean("testReachClient", ReachClient.class).http().get("/any").status())
				.isEqualTo(200);
			assertThatExceptionOfType(ReachTlsException.class)
				.isThrownBy(() -> context.getBean("reachClient", ReachClient.class).http().get("/any"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production", "eu,Prod" })
	void isRefusedInProduction(String profiles) {
		runner().withPropertyValues("reach.ssl.verify=false", "spring.profiles.active=" + profiles)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReachPropertyException.class)
				.hasMessageContaining("reach.ssl.verify")
				.hasMessageContaining("while the profile '"));
	}

	@Test
	void contextOfTheApplicationIsUsed() {
		speakTlsAs(LOCALHOST);
		runner().withUserConfiguration(OwnTls.class)
			.run((context) -> assertThat(get(context).getHandshake()).isNotNull());
	}

	@Test
	void contextOfTheApplicationDoesNotKeepTheHostFromBeingVerified() {
		runner().withUserConfiguration(OwnTls.class)
			.run((context) -> assertThatExceptionOfType(ReachTlsException.class)
				.isThrownBy(() -> context.getBean(ReachClient.class).http().get("/any")));
	}

	private void speakTlsAs(HeldCertificate certificate) {
		this.server.useHttps(new HandshakeCertificates.Builder().heldCertificate(certificate)
			.addTrustedCertificate(CLIENT.certificate())
			.build()
			.sslSocketFactory());
	}

	private ApplicationContextRunner runner() {
		return TestContexts.runner()
			.withPropertyValues(TestContexts.client(this.server))
			.withPropertyValues("reach.base-url=https://localhost:" + this.server.getPort());
	}

	private RecordedRequest get(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		context.getBean(ReachClient.class).http().get("/any");
		return TestContexts.takeRequest(this.server);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTls {

		@Bean
		ReachClientCustomizer ownTls(ReactorNettyHttpClientFactory factory) throws SSLException {
			SslContext context = SslContextBuilder.forClient()
				.trustManager(LOCALHOST.certificate(), OTHER_HOST.certificate())
				.build();
			return (builder) -> builder.httpClientFactory(factory.withSslContext(context));
		}

	}

}
