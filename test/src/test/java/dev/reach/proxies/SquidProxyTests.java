package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that messages pass a {@link Squid} as Debian configures it.
 */
@RequiresProgram(Program.SQUID)
class SquidProxyTests {

	@AutoClose
	private static TestProxy ordinary;

	@AutoClose
	private static TestProxy tunnelling;

	@BeforeAll
	static void startSquids(@TempDir Path folder, @TempDir Path otherFolder) throws IOException {
		ordinary = Squid.in(folder).start();
		tunnelling = Squid.in(otherFolder).withTunnelsToAnyPort().start();
	}

	@Test
	void needsNoTunnelForHttp() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			RecordedRequest request = ProxiedApplication.to(target).through(ordinary.url("")).send();
			AuthenticatingProxyContract.await(ordinary, target,
					List.of("201 POST %s%s -".formatted(target.url(), request.getTarget())));
		}
	}

	@Test
	void tunnelsHttps() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			RecordedRequest request = ProxiedApplication.byName(target).through(tunnelling.url("")).send();
			assertThat(request.getVersion()).isEqualTo("HTTP/1.1");
			AuthenticatingProxyContract.await(tunnelling, target,
					List.of("200 CONNECT %s:%d -".formatted(SimulatedTarget.HOST, target.port())));
		}
	}

	@Test
	void tunnelsHttp2() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			RecordedRequest request = ProxiedApplication.byName(target).withHttp2().through(tunnelling.url("")).send();
			assertThat(request.getVersion()).isEqualTo("HTTP/2");
			AuthenticatingProxyContract.await(tunnelling, target,
					List.of("200 CONNECT %s:%d -".formatted(SimulatedTarget.HOST, target.port())));
		}
	}

	@Test
	void opensNoTunnelToAnUnusualPort() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			ReachProxyException failure = ProxiedApplication.byName(target).through(ordinary.url("")).fail();
			assertThat(failure.answer()).satisfies((answer) -> {
				assertThat(answer.status()).isEqualTo(403);
				assertThat(answer.body()).contains("Access Denied.", SimulatedTarget.HOST).doesNotContain("<");
			});
			assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
			AuthenticatingProxyContract.await(ordinary, target,
					List.of("403 CONNECT %s:%d -".formatted(SimulatedTarget.HOST, target.port())));
		}
	}

	@Test
	void isCalledWithTlsByMistake() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			String url = "https://127.0.0.1:" + ordinary.port();
			ReachProxyException failure = ProxiedApplication.byName(target).through(url).fail();
			assertThat(failure).hasMessageContaining(url).hasMessageContaining("http://127.0.0.1:" + ordinary.port());
			assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		}
	}

}
