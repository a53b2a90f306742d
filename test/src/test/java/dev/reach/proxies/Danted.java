package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;

/**
 * Starts a dante, for SOCKS 4 and 5 without a password: those it checks are passwords of
 * the operating system.
 */
final class Danted {

	private Danted() {
	}

	static TestProxy start(Path folder) throws IOException {
		Path file = folder.resolve("danted.conf");
		RequestLog log = RequestLog.output(folder, "pass\\(1\\): tcp/connect \\[: .* (\\S+)$");
		return LoggingProxy.start(Program.DANTED, folder, log, (port) -> {
			Files.writeString(file, """
					logoutput: stdout
					internal: 127.0.0.1 port = %d
					external: lo
					clientmethod: none
					socksmethod: none
					client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
					socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 log: connect error }
					""".formatted(port));
			return List.of("-f", file.toString(), "-N", "1", "-p", folder.resolve("danted.pid").toString());
		});
	}

}
