package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages pass a {@link Squid} with an {@code https_port}.
 */
@RequiresProgram(Program.SQUID)
class SquidTlsProxyTests extends TlsProxyContract {

	@AutoClose
	private static TestProxy squid;

	@BeforeAll
	static void startSquid(@TempDir Path folder) throws IOException {
		squid = Squid.in(folder).withTunnelsToAnyPort().withTls(CERTIFICATE).start();
	}

	@Override
	int port() {
		return squid.port();
	}

	@Override
	TestProxy squid() {
		return squid;
	}

}
