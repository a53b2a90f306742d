package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;

/**
 * Starts a tinyproxy that opens tunnels to port 443 only, unless it is told otherwise.
 */
final class Tinyproxy {

	private Tinyproxy() {
	}

	static TestProxy start(Path folder, String... moreLines) throws IOException {
		Path file = folder.resolve("tinyproxy.conf");
		RequestLog log = RequestLog.output(folder, "Request \\(.*?\\): (.+) HTTP/1\\.[01]");
		return LoggingProxy.start(Program.TINYPROXY, folder, log, (port) -> {
			Files.writeString(file, """
					Port %d
					Listen 127.0.0.1
					Allow 127.0.0.1
					Timeout 30
					MaxClients 20
					LogLevel Connect
					ConnectPort 443
					%s
					""".formatted(port, String.join("\n", moreLines)));
			return List.of("-d", "-c", file.toString());
		});
	}

}
