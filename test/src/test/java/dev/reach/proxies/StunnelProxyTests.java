package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages pass a {@link Stunnel} in front of a {@link Squid}.
 */
@RequiresProgram({ Program.SQUID, Program.STUNNEL })
class StunnelProxyTests extends TlsProxyContract {

	@AutoClose
	private static TestProxy squid;

	@AutoClose
	private static TestProxy stunnel;

	@BeforeAll
	static void start(@TempDir Path squidFolder, @TempDir Path stunnelFolder) throws IOException {
		squid = Squid.in(squidFolder).withTunnelsToAnyPort().start();
		stunnel = Stunnel.start(stunnelFolder, CERTIFICATE, squid);
	}

	@Override
	int port() {
		return stunnel.port();
	}

	@Override
	TestProxy squid() {
		return squid;
	}

}
