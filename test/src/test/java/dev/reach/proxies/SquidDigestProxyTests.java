package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages pass a {@link Squid} that wants Digest authentication: it asks
 * first, and then gets the answer.
 */
@RequiresProgram(Program.SQUID)
class SquidDigestProxyTests extends AuthenticatingProxyContract {

	@AutoClose
	private static TestProxy squid;

	@BeforeAll
	static void startSquid(@TempDir Path folder) throws IOException {
		squid = Squid.in(folder).withTunnelsToAnyPort().withDigest(USERNAME, PASSWORD).start();
	}

	@Override
	TestProxy proxy(SimulatedTarget target) {
		return squid;
	}

	@Override
	List<String> logged(String request, int status) {
		return Squid.loggedWithDigest(request, status, USERNAME);
	}

	@Test
	void manyCallsAtATimePassInAbsoluteForm() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			ProxiedApplication.to(target).through(squid.url(userInfo() + "@")).sendAtATime(40);
		}
	}

	@Test
	void manyCallsAtATimePassThroughTunnels() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			ProxiedApplication.to(target, host()).through(squid.url(userInfo() + "@")).sendAtATime(40);
		}
	}

}
