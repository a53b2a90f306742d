package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;

/**
 * Starts a microsocks, for SOCKS 5 with a password.
 */
final class Microsocks {

	private Microsocks() {
	}

	static TestProxy start(Path folder, String username, String password) throws IOException {
		RequestLog log = RequestLog.output(folder, "connected to (.+)");
		return LoggingProxy.start(Program.MICROSOCKS, folder, log,
				(port) -> List.of("-i", "127.0.0.1", "-p", String.valueOf(port), "-u", username, "-P", password));
	}

}
