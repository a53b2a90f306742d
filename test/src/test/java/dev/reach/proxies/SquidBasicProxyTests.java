package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages pass a {@link Squid} that wants Basic authentication: it gets the
 * password with the first request.
 */
@RequiresProgram(Program.SQUID)
class SquidBasicProxyTests extends AuthenticatingProxyContract {

	@AutoClose
	private static TestProxy squid;

	@BeforeAll
	static void startSquid(@TempDir Path folder) throws IOException {
		squid = Squid.in(folder).withTunnelsToAnyPort().withBasic(USERNAME, "p@ss:w%rd").start();
	}

	@Override
	TestProxy proxy(SimulatedTarget target) {
		return squid;
	}

	@Override
	String userInfo() {
		return "user:p%40ss%3Aw%25rd";
	}

	@Override
	List<String> logged(String request, int status) {
		return List.of("%d %s %s".formatted(status, request, USERNAME));
	}

}
