package dev.reach.proxies;

import java.io.IOException;
import java.util.List;

import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is the same for all HTTP proxies that are called with TLS.
 */
abstract class TlsProxyContract {

	static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("proxy")
		.addSubjectAlternativeName("localhost")
		.build();

	/**
	 * Return the port that speaks TLS.
	 * @return the port
	 */
	abstract int port();

	/**
	 * Return the squid that sees the requests.
	 * @return the proxy
	 */
	abstract TestProxy squid();

	@Test
	void sendsInAbsoluteForm() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			RecordedRequest request = ProxiedApplication.to(target).trusting(CERTIFICATE).through(url()).send();
			AuthenticatingProxyContract.await(squid(), target,
					List.of("201 POST %s%s -".formatted(target.url(), request.getTarget())));
		}
	}

	@Test
	void sendsThroughATunnel() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			RecordedRequest request = ProxiedApplication.byName(target).trusting(CERTIFICATE).through(url()).send();
			assertThat(request.getVersion()).isEqualTo("HTTP/1.1");
			awaitTunnel(target);
		}
	}

	@Test
	void sendsHttp2ThroughATunnel() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			RecordedRequest request = ProxiedApplication.byName(target)
				.withHttp2()
				.trusting(CERTIFICATE)
				.through(url())
				.send();
			assertThat(request.getVersion()).isEqualTo("HTTP/2");
			awaitTunnel(target);
		}
	}

	@Test
	void isNotTrustedWithoutItsBundle() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			assertNotTrusted(target, ProxiedApplication.byName(target).through(url()).fail());
		}
	}

	@Test
	void isNotTrustedByAnotherName() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			ProxiedApplication application = ProxiedApplication.byName(target).trusting(CERTIFICATE);
			assertNotTrusted(target, application.through("https://127.0.0.1:" + port()).fail());
		}
	}

	private void assertNotTrusted(SimulatedTarget target, ReachProxyException failure) {
		assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(failure.answer()).isNull();
		assertThat(failure).hasMessageContaining("TLS");
		assertThat(squid().requests(target.port())).isEmpty();
	}

	private void awaitTunnel(SimulatedTarget target) {
		AuthenticatingProxyContract.await(squid(), target,
				List.of("200 CONNECT %s:%d -".formatted(SimulatedTarget.HOST, target.port())));
	}

	private String url() {
		return "https://localhost:" + port();
	}

}
