package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that messages pass a {@link Danted}.
 */
@RequiresProgram(Program.DANTED)
class DantedProxyTests {

	@AutoClose
	private static TestProxy danted;

	@BeforeAll
	static void startDanted(@TempDir Path folder) throws IOException {
		danted = Danted.start(folder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks5", "socks4" })
	void sendsToHttp(String scheme) throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			send(target, scheme);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks5", "socks4" })
	void sendsToHttps(String scheme) throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			send(target, scheme);
		}
	}

	private static void send(SimulatedTarget target, String scheme) {
		ProxiedApplication.to(target)
			.environment(Map.of("ALL_PROXY", "%s://127.0.0.1:%d".formatted(scheme, danted.port())))
			.send();
		AuthenticatingProxyContract.await(danted, target, List.of("127.0.0.1." + target.port()));
	}

}
