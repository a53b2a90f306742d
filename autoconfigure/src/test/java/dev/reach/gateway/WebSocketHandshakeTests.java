package dev.reach.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.gateway.RawWebSocket.Frame;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketTunnels}: the opening handshakes on both sides.
 */
class WebSocketHandshakeTests {

	@RegisterExtension
	final FaultServer server = new FaultServer();

	private final BlockingQueue<RawWebSocket> targets = new LinkedBlockingQueue<>();

	private final CountDownLatch over = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.over.countDown();
	}

	@Test
	void handshakeOfTheCallerReachesTheTargetWithoutWhatBelongsToOneSide() throws Exception {
		accept();
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(URI.create(this.server.url() + "/base"))
				.rewrite(new PathRewrite("/svc", "/v1")));
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/svc/a%2Fb?x=1&x=2&y=%20+",
						"Cookie: a=1; b=2", "Authorization: Bearer t", "X-Two: 1", "X-Two: 2",
						"Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Accept: x")) {
			assertThat(caller.headStatus()).isEqualTo("101");
			String head = target().head();
			assertThat(head).startsWith("GET /base/v1/a%2Fb?x=1&x=2&y=%20+ HTTP/1.1\r\n");
			assertThat(lines(head)).contains("cookie: a=1; b=2", "authorization: bearer t", "x-two: 1", "x-two: 2",
					"upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13",
					"host: 127.0.0.1:" + this.server.port());
			assertThat(lines(head)).noneMatch((line) -> line.startsWith("sec-websocket-extensions")
					|| line.startsWith("sec-websocket-accept") || line.startsWith("sec-websocket-protocol")
					|| line.startsWith("accept") || line.startsWith("user-agent") || line.startsWith("origin")
					|| line.startsWith("content-length"));
			assertThat(RawWebSocket.header(head, "sec-websocket-key")).isNotEmpty().isNotEqualTo(RawWebSocket.KEY);
		}
	}

	@Test
	void requestOfAnOldCallerIsNoHandshake() throws Exception {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.answer("plain");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.send(gateway.port(),
						"GET / HTTP/1.0\r\n" + RawWebSocket.HANDSHAKE + "\r\n")) {
			assertThat(caller.headStatus()).isEqualTo("200");
			assertThat(caller.readBody(5)).isEqualTo("plain");
			assertThat(lines(this.server.awaitRequest()))
				.noneMatch((line) -> line.startsWith("upgrade") || line.startsWith("connection: upgrade"));
		}
	}

	@Test
	void answerOfTheTargetReachesTheCallerWithoutWhatBelongsToOneSide() throws Exception {
		accept("Set-Cookie: s=1", "Set-Cookie: t=2", "X-Target: yes");
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.head()).startsWith("HTTP/1.1 101 ");
			assertThat(lines(caller.head())).contains("set-cookie: s=1", "set-cookie: t=2", "x-target: yes",
					"sec-websocket-accept: " + lower(RawWebSocket.acceptOf(RawWebSocket.KEY)));
			assertThat(lines(caller.head()).stream().filter((line) -> line.startsWith("sec-websocket"))).hasSize(1);
			assertThat(lines(caller.head())).noneMatch((line) -> line.startsWith("content-length"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "b" })
	void subprotocolThatTheTargetChoosesIsTheOneOfTheCaller(String chosen) throws Exception {
		accept("Sec-WebSocket-Protocol: " + chosen);
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/", "Sec-WebSocket-Protocol: a, b")) {
			assertThat(RawWebSocket.header(caller.head(), "sec-websocket-protocol")).isEqualTo(chosen);
			assertThat(RawWebSocket.header(target().head(), "sec-websocket-protocol").replace(" ", ""))
				.isEqualTo("a,b");
		}
	}

	@Test
	void subprotocolThatTheTargetDoesNotChooseIsNotChosen() throws Exception {
		accept();
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/", "Sec-WebSocket-Protocol: a")) {
			assertThat(caller.headStatus()).isEqualTo("101");
			assertThat(lines(caller.head())).noneMatch((line) -> line.startsWith("sec-websocket-protocol"));
			caller.text("open");
			assertThat(target().read().text()).isEqualTo("open");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "401 Unauthorized", "403 Forbidden", "404 Not Found", "302 Found", "200 OK",
			"503 Service Unavailable" })
	void refusalOfTheTargetReachesTheCaller(String status) throws Exception {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 " + status
					+ "\r\nX-Why: because\r\nLocation: /other\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "2\r\nno\r\n4\r\nnono\r\n0\r\n\r\n");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo(status.substring(0, 3));
			assertThat(lines(caller.head())).contains("x-why: because", "location: /other", "content-length: 6");
			assertThat(caller.readBody(6)).isEqualTo("nonono");
			this.server.awaitDeparture();
			assertThat(this.server.connections()).isEqualTo(1);
		}
	}

	@Test
	void refusalWithALargeBodyReachesTheCallerWithoutIt() throws Exception {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000));
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("403");
			assertThat(lines(caller.head())).contains("content-length: 0");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
			+ "Sec-WebSocket-Accept: wrong\r\n\r\n", "nonsense\r\n\r\n", "" })
	void callerIsNotAcceptedIfTheTargetDoesNotAnswerAsItShould(String answer) throws Exception {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.write(answer);
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("502");
		}
	}

	@Test
	void callerIsNotAcceptedIfTheTargetCannotBeReached() throws Exception {
		URI nobody = unusedUrl();
		AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(nobody).middleware(noting(error)));
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("502");
			assertThat(error.get()).isInstanceOf(ReachConnectException.class);
		}
	}

	@Test
	void targetThatShallSpeakTlsIsNotAskedWithout() throws Exception {
		BlockingQueue<Integer> firstBytes = new LinkedBlockingQueue<>();
		this.server.onConnection((peer) -> firstBytes.add(peer.socket().getInputStream().read()));
		try (GatewayServer gateway = GatewayServer.to(this.server.secureUrl());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("502");
			assertThat(firstBytes).containsExactly(22);
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, Sec-WebSocket-Key: AQID, 400", "GET, X-No: key, 400",
			"GET, Sec-WebSocket-Key: " + RawWebSocket.KEY + ", 426",
			"POST, Sec-WebSocket-Key: " + RawWebSocket.KEY + ", 400" })
	void handshakeThatIsNoneIsRefused(String method, String key, String status) throws Exception {
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.send(gateway.port(),
						method + " / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
								+ "Sec-WebSocket-Version: 8\r\n" + key + "\r\n\r\n")) {
			assertThat(caller.headStatus()).isEqualTo(status);
			if (status.equals("426")) {
				assertThat(lines(caller.head())).contains("sec-websocket-version: 13");
			}
			assertThat(this.server.connections()).isZero();
		}
	}

	@Test
	void requestThatDoesNotWantToUpgradeIsAnOrdinaryOne() throws Exception {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("plain");
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.send(gateway.port(),
						"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n")) {
			assertThat(caller.headStatus()).isEqualTo("200");
		}
	}

	@Test
	void middlewareSeesAndChangesTheHandshake() throws Exception {
		accept("X-Target: yes");
		BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.server.url())
			.state(() -> Map.of("user", "alice"))
			.middleware(Middleware.around(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.updateRequest((request) -> request.mutate()
					.header("X-User", String.valueOf(exchange.state().get("user")))
					.header("Host", "other.test")
					.build());
				return Mono.empty();
			}, (exchange) -> {
				statuses.add(Objects.requireNonNull(exchange.response()).status());
				return Mono.empty();
			}))); RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("101");
			assertThat(lines(target().head())).contains("x-user: alice", "host: other.test");
			assertThat(statuses).containsExactly(101);
		}
	}

	@Test
	void middlewareMayAnswerWithoutTheTarget() throws Exception {
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.server.url())
			.middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.respond(ReachHttpResponse.of(403));
				return Mono.empty();
			}))); RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("403");
			assertThat(this.server.connections()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void targetIsToldIfAMiddlewareAnswersOtherwise(boolean fails) throws Exception {
		accept();
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.server.url())
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.respond(ReachHttpResponse.of(409));
				return fails ? Mono.error(new GatewayException(HttpStatus.CONFLICT, "no")) : Mono.empty();
			}))); RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("409");
			RawWebSocket target = target();
			assertThat(target.read().status()).isEqualTo("1001 ");
			assertThat(target.read()).isEqualTo(Frame.END);
		}
	}

	@Test
	void callerWithoutAccessDoesNotReachTheTarget() throws Exception {
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.server.url())
			.callerPolicy((request) -> Mono.error(new GatewayException(HttpStatus.UNAUTHORIZED, "who?"))));
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).isEqualTo("401");
			assertThat(this.server.connections()).isZero();
		}
	}

	@Test
	void targetThatDoesNotAnswerIsLeftWhenTheTimeIsOver() throws Exception {
		AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.server.url())
			.timeout(Duration.ofMillis(300))
			.middleware(noting(error))); RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			assertThat(caller.headStatus()).startsWith("50");
			assertThat(error.get()).isInstanceOf(ReachTimeoutException.class);
			this.server.awaitDeparture();
		}
	}

	@Test
	void targetIsLeftIfTheCallerVanishesDuringTheHandshake() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.server.onConnection((peer) -> {
			peer.readHead();
			asked.countDown();
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url())) {
			try (Socket caller = new Socket("127.0.0.1", gateway.port())) {
				caller.getOutputStream()
					.write(("GET / HTTP/1.1\r\n" + RawWebSocket.HANDSHAKE + "\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
			}
			this.server.awaitDeparture();
		}
	}

	@Test
	void idleWebSocketIsClosedOnBothSides() throws Exception {
		accept();
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.server.url()).idleTimeout(Duration.ofMillis(300)));
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			RawWebSocket target = target();
			assertThat(caller.read().status()).isEqualTo("1001 ");
			assertThat(target.read().status()).isEqualTo("1001 ");
			assertThat(caller.read()).isEqualTo(Frame.END);
			assertThat(target.read()).isEqualTo(Frame.END);
		}
	}

	@Test
	void nothingIsLeftOfManySessions() throws Exception {
		this.server.onConnection((peer) -> {
			RawWebSocket target = RawWebSocket.accept(peer);
			target.frame(RawWebSocket.CLOSE, true, target.read().payload());
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url())) {
			for (int count = 0; count < 20; count++) {
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/");
				if (count % 2 == 0) {
					caller.closing(4000, "");
					assertThat(caller.read().status()).isEqualTo("4000 ");
					assertThat(caller.read()).isEqualTo(Frame.END);
				}
				caller.close();
				this.server.awaitDeparture();
			}
			assertThat(this.server.connections()).isEqualTo(20);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> gateway.handler().traffic().activeStreams() == 0);
		}
	}

	@Test
	void whatIsSentRightAfterTheHandshakeArrives() throws Exception {
		this.server.onConnection((peer) -> {
			RawWebSocket target = RawWebSocket.accept(peer)
				.frame(RawWebSocket.TEXT, false, new byte[] { 'a' })
				.frame(RawWebSocket.CONTINUATION, true, new byte[] { 'b' });
			target.frame(RawWebSocket.TEXT, true, target.read().payload());
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.server.url())) {
			for (int count = 0; count < 50; count++) {
				try (RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
					caller.text("c");
					assertThat(caller.read().text()).isEqualTo("ab");
					assertThat(caller.read().text()).isEqualTo("c");
				}
			}
		}
	}

	@Test
	void senderWaitsForAReceiverThatDoesNotRead() throws Exception {
		accept();
		try (GatewayServer gateway = GatewayServer.to(this.server.url());
				RawWebSocket caller = RawWebSocket.connect(gateway.port(), "/")) {
			RawWebSocket target = target();
			int total = 1000;
			byte[] part = new byte[60_000];
			Thread sending = new Thread(() -> {
				try {
					for (int count = 0; count < total; count++) {
						target.frame(RawWebSocket.BINARY, true, part);
					}
				}
				catch (IOException ex) {
					// the test has failed
				}
			});
			sending.start();
			sending.join(3000);
			assertThat(sending.isAlive()).as("still sending").isTrue();
			for (int count = 0; count < total; count++) {
				assertThat(caller.read().payload()).hasSize(part.length);
			}
			sending.join(20_000);
			assertThat(gateway.handler().traffic().sentBytes()).isEqualTo((long) total * part.length);
		}
	}

	private void accept(String... headers) {
		this.server.onConnection((peer) -> {
			this.targets.add(RawWebSocket.accept(peer, headers));
			try {
				this.over.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private RawWebSocket target() throws InterruptedException {
		return Objects.requireNonNull(this.targets.poll(20, TimeUnit.SECONDS));
	}

	private static Middleware noting(AtomicReference<@Nullable Throwable> error) {
		return Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
			error.set(exchange.error());
			return Mono.empty();
		});
	}

	private static URI unusedUrl() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

	private static List<String> lines(String head) {
		return lower(head).lines().toList();
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
