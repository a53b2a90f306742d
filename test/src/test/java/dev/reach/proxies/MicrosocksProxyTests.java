package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that messages pass a {@link Microsocks}, which is given names to resolve.
 */
@RequiresProgram(Program.MICROSOCKS)
class MicrosocksProxyTests {

	private static final String RIGHT = "user:p%40ss%3Aw%25rd@";

	@AutoClose
	private static TestProxy microsocks;

	@BeforeAll
	static void startMicrosocks(@TempDir Path folder) throws IOException {
		microsocks = Microsocks.start(folder, "user", "p@ss:w%rd");
	}

	@Test
	void sendsToHttpWithThePassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			through(target, RIGHT).send();
			AuthenticatingProxyContract.await(microsocks, target, List.of("localhost:" + target.port()));
		}
	}

	@Test
	void sendsToHttpsWithThePassword() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			through(target, RIGHT).send();
			AuthenticatingProxyContract.await(microsocks, target, List.of("localhost:" + target.port()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "user:wr0ng-s3cret@", "" })
	void refusesHttpWithoutThePassword(String userInfo) throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			assertRefused(target, through(target, userInfo).fail());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "user:wr0ng-s3cret@", "" })
	void refusesHttpsWithoutThePassword(String userInfo) throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			assertRefused(target, through(target, userInfo).fail());
		}
	}

	private static ProxiedApplication through(SimulatedTarget target, String userInfo) {
		return ProxiedApplication.to(target, "localhost")
			.environment(Map.of("ALL_PROXY", "socks5://%s127.0.0.1:%d".formatted(userInfo, microsocks.port())));
	}

	private static void assertRefused(SimulatedTarget target, ReachProxyException failure) {
		assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(failure.answer()).isNull();
		assertThat(failure.proxy()).isEqualTo("socks5://127.0.0.1:" + microsocks.port());
		assertThat(failure.toString()).doesNotContain("wr0ng-s3cret");
		assertThat(microsocks.requests(target.port())).isEmpty();
	}

}
