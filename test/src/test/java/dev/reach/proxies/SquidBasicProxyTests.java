package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
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
		squid = Squid.in(folder).withTunnelsToAnyPort().withBasic(USERNAME, PASSWORD).start();
	}

	@Override
	TestProxy proxy(SimulatedTarget target) {
		return squid;
	}

	@Override
	List<String> logged(String request, int status) {
		return Squid.loggedWithBasic(request, status, USERNAME);
	}

}
