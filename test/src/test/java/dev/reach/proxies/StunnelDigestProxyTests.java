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
 * Tests that messages pass a {@link Stunnel} in front of a {@link Squid} that wants
 * Digest authentication.
 */
@RequiresProgram({ Program.SQUID, Program.STUNNEL })
class StunnelDigestProxyTests extends AuthenticatingProxyContract {

	@AutoClose
	private static TestProxy squid;

	@AutoClose
	private static TestProxy stunnel;

	@BeforeAll
	static void start(@TempDir Path squidFolder, @TempDir Path stunnelFolder) throws IOException {
		squid = Squid.in(squidFolder).withTunnelsToAnyPort().withDigest(USERNAME, PASSWORD).start();
		stunnel = Stunnel.start(stunnelFolder, TlsProxyContract.CERTIFICATE, squid);
	}

	@Override
	TestProxy proxy(SimulatedTarget target) {
		return new SecureProxy(squid, stunnel.port());
	}

	@Override
	ProxiedApplication prepare(ProxiedApplication application) {
		return application.trusting(TlsProxyContract.CERTIFICATE);
	}

	@Override
	List<String> logged(String request, int status) {
		return Squid.loggedWithDigest(request, status, USERNAME);
	}

}
