package dev.reach.netty;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.http.ReachHttpBody;
import dev.reach.netty.FaultServer.Peer;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocksGate}.
 */
class SocksTests {

	private static final int GRANTED_BY_SOCKS4 = 0x5a;

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	@BeforeEach
	void answer() {
		this.server.onConnection(Proxies.answering("200 OK", "through"));
	}

	@Test
	void nameOfTheTargetIsLeftToTheProxyAndTheConnectionIsKept() {
		this.proxy.onConnection((peer) -> socks5(peer, 0, 0));
		ReachClient client = client("http://localhost", Proxies.at(ProxyType.SOCKS5, this.proxy));
		assertThat(post(client)).isEqualTo("through");
		assertThat(post(client)).isEqualTo("through");
		assertThat(this.asked).containsExactly("localhost:80");
		assertThat(this.server.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request).startsWith("POST / HTTP/1.1\r\n"));
	}

	@Test
	void passwordIsGivenWhenAskedFor() {
		this.proxy.onConnection((peer) -> socks5(peer, 2, 0));
		ReachClient client = client("http://localhost", Proxies.withPassword(Proxies.at(ProxyType.SOCKS5, this.proxy)));
		assertThat(post(client)).isEqualTo("through");
		assertThat(this.asked).containsExactly("user:" + Proxies.PASSWORD, "localhost:80");
		assertThat(this.server.requests()).singleElement().asString().doesNotContain("Proxy", Proxies.PASSWORD);
	}

	@Test
	void wrongPasswordIsSaidToBeWrong() {
		this.proxy.onConnection((peer) -> {
			peer.socket().getInputStream().readNBytes(4);
			peer.write("\u0005\u0002");
			readPassword(peer);
			peer.write("\u0001\u0001").awaitEnd();
		});
		failure(client("https://api.reach.test", Proxies.withPassword(Proxies.at(ProxyType.SOCKS5, this.proxy))),
				"does not accept the credentials");
	}

	@Test
	void missingPasswordIsSaidToBeMissing() {
		this.proxy.onConnection((peer) -> {
			peer.socket().getInputStream().readNBytes(3);
			peer.write("\u0005\u00ff").awaitEnd();
		});
		failure(client("https://api.reach.test", Proxies.at(ProxyType.SOCKS5, this.proxy)),
				"wants other authentication: set reach.proxy.username and reach.proxy.password");
	}

	@ParameterizedTest
	@CsvSource({ "2, FORBIDDEN", "4, HOST_UNREACHABLE", "5, CONNECTION_REFUSED", "6, TTL_EXPIRED" })
	void refusalIsGivenWithItsReasonAndNothingIsSent(int status, String reason) {
		this.proxy.onConnection((peer) -> socks5(peer, 0, status));
		failure(client("http://localhost", Proxies.at(ProxyType.SOCKS5, this.proxy)), reason);
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void socks4HasTheNameOfTheTargetAndTheUser() {
		this.proxy.onConnection((peer) -> socks4(peer, GRANTED_BY_SOCKS4));
		ReachClient client = client("http://localhost", Proxies.withPassword(Proxies.at(ProxyType.SOCKS4, this.proxy)));
		assertThat(post(client)).isEqualTo("through");
		assertThat(this.asked).containsExactly("user@localhost:80");
	}

	@Test
	void refusalOfSocks4IsAProxyFault() {
		this.proxy.onConnection((peer) -> socks4(peer, 0x5b));
		failure(client("http://localhost", Proxies.at(ProxyType.SOCKS4, this.proxy)), "refused to connect");
	}

	@Test
	void proxyThatSpeaksSomethingElseIsAProxyFault() {
		this.proxy.onConnection((peer) -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n").awaitEnd());
		failure(client("https://api.reach.test", Proxies.at(ProxyType.SOCKS5, this.proxy)), "The proxy socks5://");
	}

	private static void failure(ReachClient client, String what) {
		ReachProxyException failure = Failures.ofPost(client, ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy ");
		assertThat(failure).hasMessageContaining(what);
		assertThat(failure.answer()).isNull();
	}

	private ReachClient client(String target, ReachProxy proxy) {
		return this.clients.to(URI.create(target)).connections(1).proxies(Proxies.settings(proxy)).build();
	}

	private static String post(ReachClient client) {
		return String.valueOf(client.http().post("/", ReachHttpBody.none()).text().block());
	}

	// See RFC 1928, sections 3 to 6.
	private void socks5(Peer peer, int method, int status) throws IOException {
		peer.socket().getInputStream().readNBytes((method == 0) ? 3 : 4);
		peer.write("\u0005" + (char) method);
		if (method != 0) {
			this.asked.add(readPassword(peer));
			peer.write("\u0001\u0000");
		}
		byte[] head = peer.socket().getInputStream().readNBytes(4);
		assertThat(head).containsExactly(5, 1, 0, 3);
		this.asked.add(readField(peer) + ":" + readPort(peer));
		peer.write("\u0005" + (char) status + "\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000");
		if (status == 0) {
			peer.relay(this.server.port());
		}
	}

	// The form with a name of SOCKS 4A.
	private void socks4(Peer peer, int status) throws IOException {
		byte[] head = peer.socket().getInputStream().readNBytes(8);
		int port = (head[2] & 0xff) << 8 | head[3] & 0xff;
		String user = readToZero(peer);
		this.asked.add("%s@%s:%d".formatted(user, readToZero(peer), port));
		peer.write("\u0000" + (char) status + "\u0000\u0000\u0000\u0000\u0000\u0000");
		if (status == GRANTED_BY_SOCKS4) {
			peer.relay(this.server.port());
		}
	}

	private static String readPassword(Peer peer) throws IOException {
		assertThat(peer.socket().getInputStream().read()).isEqualTo(1);
		return readField(peer) + ":" + readField(peer);
	}

	private static String readField(Peer peer) throws IOException {
		int length = peer.socket().getInputStream().read();
		return new String(peer.socket().getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	private static int readPort(Peer peer) throws IOException {
		return peer.socket().getInputStream().read() << 8 | peer.socket().getInputStream().read();
	}

	private static String readToZero(Peer peer) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int next = peer.socket().getInputStream().read(); next > 0; next = peer.socket().getInputStream().read()) {
			text.append((char) next);
		}
		return text.toString();
	}

}
