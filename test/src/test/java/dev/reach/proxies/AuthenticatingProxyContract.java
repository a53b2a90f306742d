package dev.reach.proxies;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is the same for all HTTP proxies that want a password.
 */
abstract class AuthenticatingProxyContract {

	static final String USERNAME = "user";

	static final String PASSWORD = "p@ss:w%rd";

	static final String WRONG = "user:wr0ng-s3cret@";

	private static final String NONE = "";

	/**
	 * Start the proxy, or return one that runs.
	 * @param target what tunnels must be allowed to
	 * @return the proxy
	 * @throws IOException if it cannot be started
	 */
	abstract TestProxy proxy(SimulatedTarget target) throws IOException;

	/**
	 * Return the right user and password.
	 * @return both, percent-encoded
	 */
	String userInfo() {
		return "user:p%40ss%3Aw%25rd";
	}

	/**
	 * Return what the proxy logs when it lets something pass.
	 * @param request method and target
	 * @param status the status it answers with
	 * @return the log
	 */
	abstract List<String> logged(String request, int status);

	/**
	 * Give the application what it needs to know of the proxy besides its URL.
	 * @param application the application
	 * @return the application
	 */
	ProxiedApplication prepare(ProxiedApplication application) {
		return application;
	}

	/**
	 * Return the host that the proxy finds the https target by.
	 * @return the host
	 */
	String host() {
		return SimulatedTarget.HOST;
	}

	/**
	 * Return the status that the proxy answers a CONNECT with a wrong password with.
	 * @return the status
	 */
	int statusOfWrongPassword() {
		return 407;
	}

	@Test
	void sendsInAbsoluteFormWithThePassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			TestProxy proxy = proxy(target);
			RecordedRequest request = prepare(ProxiedApplication.to(target)).through(proxy.url(userInfo() + "@"))
				.send();
			await(proxy, target, logged("POST " + target.url() + request.getTarget(), 201));
		}
	}

	@Test
	void sendsThroughATunnelWithThePassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			TestProxy proxy = proxy(target);
			prepare(ProxiedApplication.to(target, host())).through(proxy.url(userInfo() + "@")).send();
			await(proxy, target, logged("CONNECT %s:%d".formatted(host(), target.port()), 200));
		}
	}

	@Test
	void isRefusedInAbsoluteFormWithAWrongPassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			assertRefused(ProxiedApplication.to(target), target, WRONG, 407);
		}
	}

	@Test
	void isRefusedInAbsoluteFormWithoutAPassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			assertRefused(ProxiedApplication.to(target), target, NONE, 407);
		}
	}

	@Test
	void isRefusedATunnelWithAWrongPassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			assertRefused(ProxiedApplication.to(target, host()), target, WRONG, statusOfWrongPassword());
		}
	}

	@Test
	void isRefusedATunnelWithoutAPassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			assertRefused(ProxiedApplication.to(target, host()), target, NONE, 407);
		}
	}

	static void await(TestProxy proxy, SimulatedTarget target, List<String> requests) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(proxy.requests(target.port())).isEqualTo(requests));
	}

	private void assertRefused(ProxiedApplication application, SimulatedTarget target, String userInfo, int status)
			throws IOException {
		TestProxy proxy = proxy(target);
		ReachProxyException failure = prepare(application).through(proxy.url(userInfo)).fail();
		assertThat(failure.answer()).satisfies((answer) -> assertThat(answer.status()).isEqualTo(status));
		assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(failure.proxy()).isEqualTo(proxy.url(NONE));
		assertThat(failure).hasMessageContaining(proxy.url(NONE)).hasMessageContaining(String.valueOf(status));
		assertThat(failure.toString()).doesNotContain("wr0ng-s3cret").doesNotContain(USERNAME + ":");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(proxy.requests(target.port())).hasSizeBetween(1, 3));
	}

}
