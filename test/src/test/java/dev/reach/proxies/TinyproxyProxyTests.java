package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachProxyException;
import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that messages pass a {@link Tinyproxy}.
 */
@RequiresProgram(Program.TINYPROXY)
class TinyproxyProxyTests extends AuthenticatingProxyContract {

	@TempDir
	private Path folder;

	private @Nullable TestProxy tinyproxy;

	@AfterEach
	void stopProxy() {
		if (this.tinyproxy != null) {
			this.tinyproxy.close();
		}
	}

	@Override
	TestProxy proxy(SimulatedTarget target) throws IOException {
		return start("ConnectPort " + target.port(), "BasicAuth user secret");
	}

	@Override
	String userInfo() {
		return "user:secret";
	}

	@Override
	List<String> logged(String request, int status) {
		return List.of(request);
	}

	@Override
	String host() {
		return "127.0.0.1";
	}

	// It says 401, as if it were the target.
	@Override
	int statusOfWrongPassword() {
		return 401;
	}

	// It also closes the connection before it has read the body.
	@Test
	@Override
	void isRefusedInAbsoluteFormWithAWrongPassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			TestProxy proxy = proxy(target);
			assertThatExceptionOfType(ReachException.class)
				.isThrownBy(ProxiedApplication.to(target).through(proxy.url(WRONG))::send)
				.satisfies((failure) -> assertThat(failure.toString()).doesNotContain("wr0ng-s3cret"));
			assertThat(target.requests()).isEmpty();
			await(proxy, target, List.of("POST " + target.url() + "/rest/messaging/v1/create"));
		}
	}

	@Test
	void needsNoTunnelForHttp() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			TestProxy proxy = start();
			RecordedRequest request = ProxiedApplication.to(target).through(proxy.url("")).send();
			await(proxy, target, List.of("POST " + target.url() + request.getTarget()));
		}
	}

	@Test
	void opensNoTunnelToAnUnusualPort() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			TestProxy proxy = start();
			ReachProxyException failure = ProxiedApplication.to(target).through(proxy.url("")).fail();
			assertThat(failure.answer()).satisfies((answer) -> assertThat(answer.status()).isEqualTo(403));
			assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
			await(proxy, target, List.of("CONNECT 127.0.0.1:" + target.port()));
		}
	}

	private TestProxy start(String... moreLines) throws IOException {
		TestProxy started = Tinyproxy.start(this.folder, moreLines);
		this.tinyproxy = started;
		return started;
	}

}
