package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;
import okhttp3.tls.HeldCertificate;

/**
 * Starts a stunnel, which adds TLS to a proxy that does not speak it.
 */
final class Stunnel {

	private Stunnel() {
	}

	/**
	 * Start it.
	 * @param folder an empty folder that it may write to
	 * @param certificate its certificate
	 * @param proxy the proxy behind it
	 * @return the proxy as seen through TLS; only the other one sees requests
	 * @throws IOException if its files cannot be written
	 */
	static TestProxy start(Path folder, HeldCertificate certificate, TestProxy proxy) throws IOException {
		Path file = folder.resolve("stunnel.conf");
		Path pem = folder.resolve("stunnel.pem");
		Files.writeString(pem, certificate.privateKeyPkcs8Pem() + certificate.certificatePem());
		RequestLog log = RequestLog.output(folder, "(\\A\\z)");
		return LoggingProxy.start(Program.STUNNEL, folder, log, (port) -> {
			Files.writeString(file, """
					foreground = yes
					pid =
					[proxy]
					accept = 127.0.0.1:%d
					connect = 127.0.0.1:%d
					cert = %s
					""".formatted(port, proxy.port(), pem));
			return List.of(file.toString());
		});
	}

}
