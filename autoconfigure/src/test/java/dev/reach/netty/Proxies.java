package dev.reach.netty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

import dev.reach.netty.FaultServer.Script;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;

/**
 * Proxies for tests.
 */
final class Proxies {

	/**
	 * A password that must appear in no message, nor its Base64 form.
	 */
	static final String PASSWORD = "canary-password";

	/**
	 * What proves that the password is known.
	 */
	static final String BASIC = Base64.getEncoder()
		.encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

	static final Duration LIMIT = Duration.ofSeconds(15);

	private Proxies() {
	}

	static ReachProxy at(ProxyType type, FaultServer server) {
		return new ReachProxy(type, "localhost", server.port(), null);
	}

	static ReachProxy withPassword(ReachProxy proxy) {
		return proxy.withCredentials(ProxyCredentials.of("user", PASSWORD));
	}

	static ProxyResolver always(ReachProxy proxy) {
		return (target) -> ProxyDecision.via(proxy, "test");
	}

	static ProxySettings settings(ReachProxy proxy) {
		return new ProxySettings(always(proxy), ProxyAuthenticator.standard(), LIMIT, null);
	}

	// Answers each request in the same way, and closes the connection where it says so.
	static Script answering(String head, String body) {
		return (peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(head, body.length(), body));
				if (head.contains("Connection: close")) {
					return;
				}
			}
		};
	}

	// Makes a tunnel to a port of this machine, whatever is asked for.
	static Script tunnelTo(int port) {
		return tunnelTo(port, (head) -> {
		});
	}

	static Script tunnelTo(int port, Consumer<String> asked) {
		return (peer) -> {
			String head = peer.readHead();
			if (head.startsWith("CONNECT ")) {
				asked.accept(head);
				peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
				peer.relay(port);
			}
		};
	}

}
