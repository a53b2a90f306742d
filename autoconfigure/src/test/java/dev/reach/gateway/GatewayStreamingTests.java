package dev.reach.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how responses come through the gateway.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayStreamingTests {

	@RegisterExtension
	final FaultServer target = new FaultServer();

	private void onEachRequest(String... answer) {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				for (String part : answer) {
					peer.write(part);
				}
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "text/event-stream, true", "text/event-stream;charset=UTF-8, true", "application/octet-stream, true",
			"application/octet-stream, false" })
	void piecesArriveOneByOne(String contentType, boolean chunked) throws IOException {
		Semaphore next = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n"
					+ (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 100000\r\n\r\n"));
			for (String event : new String[] { "data: 1\n\n", "data: 2\n\n" }) {
				next.acquireUninterruptibly();
				peer.write(chunked ? "9\r\n" + event + "\r\n" : event);
			}
			next.acquireUninterruptibly();
			peer.write(chunked ? "0\r\n\r\n" : "");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/events").readHead()).startsWith("http/1.1 200 ")
				.contains(chunked ? "transfer-encoding: chunked" : "content-length: 100000");
			next.release();
			assertThat(caller.read(chunked ? 14 : 9)).contains("data: 1\n\n");
			next.release();
			assertThat(caller.read(chunked ? 14 : 9)).contains("data: 2\n\n");
			next.release();
			if (chunked) {
				assertThat(caller.read(5)).isEqualTo("0\r\n\r\n");
			}
			assertThat(gateway.handler().traffic().sentBytes()).isEqualTo(18);
		}
	}

	@Test
	void exchangesShareConnections() throws IOException {
		onEachRequest("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "body");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			for (int call = 0; call < 5; call++) {
				assertThat(caller.get("/").readHead()).contains("content-length: 4").doesNotContain("connection:");
				assertThat(caller.read(4)).isEqualTo("body");
			}
		}
		assertThat(this.target.connections()).isLessThan(5);
	}

	@Test
	void nothingIsAddedToARequest() throws Exception {
		onEachRequest("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/path?a=1").readHead();
		}
		assertThat(this.target.awaitRequest().toLowerCase(Locale.ROOT)).startsWith("get /path?a=1 http/1.1\r\n")
			.contains("\r\nhost: 127.0.0.1:" + this.target.port() + "\r\n")
			.doesNotContain("user-agent", "accept", "content-", "transfer-encoding", "cookie");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200 OK, Content-Length: 1000, content-length: 1000", "HEAD, 200 OK, X-Test: 1, x-test: 1",
			"HEAD, 200 OK, Transfer-Encoding: chunked, http", "GET, 204 No Content, X-Test: 1, x-test: 1",
			"GET, 304 Not Modified, ETag: \"a\", etag: \"a\"", "GET, 304 Not Modified, Content-Length: 7, http",
			"GET, 204 No Content, Content-Length: 7, http", "DELETE, 204 No Content, X-Test: 1, x-test: 1" })
	void responsesWithoutContentHaveNone(String method, String status, String header, String expected)
			throws IOException {
		onEachRequest("HTTP/1.1 %s\r\n%s\r\n\r\n".formatted(status, header));
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			for (int call = 0; call < 3; call++) {
				String head = caller.send(method + " / HTTP/1.1\r\nHost: gateway\r\n\r\n").readHead();
				assertThat(head).startsWith("http/1.1 " + status.substring(0, 3)).contains(expected);
				if (!method.equals("HEAD")) {
					assertThat(head).doesNotContain("content-length", "transfer-encoding");
				}
				else if (!header.startsWith("Content-Length")) {
					assertThat(head).doesNotContain("content-length");
				}
			}
		}
		assertThat(this.target.connections()).isLessThan(3);
	}

	@Test
	void compressedBodyArrivesByteByByte() throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write("text ".repeat(1000).getBytes(StandardCharsets.US_ASCII));
		}
		String body = compressed.toString(StandardCharsets.ISO_8859_1);
		onEachRequest(
				"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n".formatted(compressed.size()),
				body);
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("GET / HTTP/1.1\r\nHost: gateway\r\nAccept-Encoding: gzip, br\r\n\r\n");
			assertThat(caller.readHead()).contains("content-encoding: gzip", "content-length: " + compressed.size());
			assertThat(caller.readBytes(compressed.size())).isEqualTo(compressed.toByteArray());
		}
		assertThat(this.target.requests().get(0)).containsIgnoringCase("accept-encoding: gzip, br");
	}

	@Test
	void rangesAreUnchanged() throws IOException {
		String parts = "--b\r\nContent-Range: bytes 0-1/9\r\n\r\nab\r\n--b\r\nContent-Range: bytes 5-6/9\r\n\r\nfg\r\n--b--\r\n";
		onEachRequest("HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=b\r\n"
				+ "Content-Length: " + parts.length() + "\r\n\r\n" + parts);
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("GET / HTTP/1.1\r\nHost: gateway\r\nRange: bytes=0-1,5-6\r\nIf-Range: \"a\"\r\n\r\n");
			assertThat(caller.readHead()).startsWith("http/1.1 206 ")
				.contains("content-type: multipart/byteranges; boundary=b");
			assertThat(caller.read(parts.length())).isEqualTo(parts);
		}
		assertThat(this.target.requests().get(0)).containsIgnoringCase("range: bytes=0-1,5-6")
			.containsIgnoringCase("if-range: \"a\"");
	}

	@Test
	void interimResponsesAreDropped() throws IOException {
		onEachRequest("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).startsWith("http/1.1 200 ").doesNotContain("link");
			assertThat(caller.read(2)).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
			"HTTP/1.0 200 OK\r\n\r\nbody" })
	void anOldCallerGetsABodyUntilTheEndOfTheConnection(String answer) throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(answer);
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("GET / HTTP/1.0\r\nHost: gateway\r\n\r\n");
			assertThat(caller.readHead()).doesNotContain("transfer-encoding", "content-length");
			assertThat(caller.readToEnd()).isEqualTo("body");
		}
	}

	@Test
	void aResponseUntilTheEndOfTheConnectionIsChunked() throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.0 200 OK\r\n\r\nto the end");
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).contains("transfer-encoding: chunked").doesNotContain("connection");
			assertThat(caller.readTo("0\r\n\r\n")).isEqualTo("a\r\nto the end\r\n0\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectsArePassedOn(int status) throws IOException {
		onEachRequest("HTTP/1.1 %d Redirect\r\nLocation: /other?a=%%2F\r\nContent-Length: 0\r\n\r\n".formatted(status));
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).startsWith("http/1.1 " + status)
				.contains("location: /other?a=%2f\r\n");
		}
		assertThat(this.target.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	void cookiesAreKeptForNobody(String host) throws IOException {
		onEachRequest(
				"HTTP/1.1 200 OK\r\nSet-Cookie: user=alice; Path=/\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
		try (GatewayServer gateway = GatewayServer.to(URI.create("http://" + host + ":" + this.target.port()));
				RawCaller alice = RawCaller.of(gateway);
				RawCaller bob = RawCaller.of(gateway)) {
			assertThat(alice.get("/").readHead()).contains("set-cookie: user=alice; path=/\r\nset-cookie: b=2\r\n");
			bob.send("GET / HTTP/1.1\r\nHost: gateway\r\nCookie: user=bob\r\n\r\n").readHead();
			alice.get("/").readHead();
		}
		assertThat(this.target.requests().get(1)).containsIgnoringCase("cookie: user=bob\r\n").doesNotContain("alice");
		assertThat(this.target.requests().get(2)).doesNotContainIgnoringCase("cookie");
	}

	@Test
	void aReplacedResponseHasItsOwnLength() throws IOException {
		onEachRequest("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url())
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				ReachHttpResponse response = Objects.requireNonNull(exchange.response());
				return response.text()
					.doOnNext((text) -> exchange
						.respond(response.withBytes((text + " and more").getBytes(StandardCharsets.US_ASCII))))
					.then();
			}))); RawCaller caller = RawCaller.of(gateway)) {
			for (int call = 0; call < 2; call++) {
				assertThat(caller.get("/").readHead()).contains("content-length: 13").doesNotContain("transfer-");
				assertThat(caller.read(13)).isEqualTo("body and more");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 9 })
	void aBodyOfAnotherLengthBreaksOff(int length) throws IOException {
		onEachRequest("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url())
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				ReachHttpResponse response = Objects.requireNonNull(exchange.response());
				exchange.respond(response.mapBody((body) -> body.map((buffer) -> {
					byte[] other = new byte[length];
					buffer.read(other, 0, Math.min(length, 4));
					DataBufferUtils.release(buffer);
					return DefaultDataBufferFactory.sharedInstance.wrap(other);
				})));
				return Mono.empty();
			}))); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").get("/next").readHead()).contains("content-length: 4");
			assertThat(caller.readToEnd()).hasSizeLessThan(4);
			gateway.awaitNoStreams();
		}
	}

	@Test
	void aBodyIsNotTakenFasterThanItIsRead() throws Exception {
		Semaphore written = new Semaphore(0);
		int blocks = 1024;
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(blocks * 65536));
			String block = "x".repeat(65536);
			for (int number = 0; number < blocks; number++) {
				peer.write(block);
				written.release();
			}
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/").readHead();
			assertThat(standstill(written)).isLessThan(blocks);
			byte[] block = "x".repeat(65536).getBytes(StandardCharsets.US_ASCII);
			for (int number = 0; number < blocks; number++) {
				assertThat(Arrays.mismatch(caller.readBytes(block.length), block)).as("block " + number).isEqualTo(-1);
			}
		}
	}

	// Ends as soon as nothing more comes for half a second.
	static int standstill(Semaphore written) throws InterruptedException {
		int count = 0;
		while (written.tryAcquire(500, TimeUnit.MILLISECONDS)) {
			count++;
		}
		return count;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTargetThatStandsStillEndsTheResponse(boolean begun) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (begun ? "3\r\none\r\n" : ""));
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).idleTimeout(Duration.ofMillis(300)));
				RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).startsWith("http/1.1 200");
			assertThat(caller.readToEnd()).isEqualTo(begun ? "3\r\none\r\n" : "");
			this.target.awaitDeparture();
		}
	}

	@Test
	void aCallerThatDoesNotReadIsLeft() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
			String block = "x".repeat(65536);
			try {
				while (true) {
					peer.write(block);
				}
			}
			catch (IOException ex) {
				this.target.arrived("gone");
			}
		});
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).idleTimeout(Duration.ofMillis(300)));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/").readHead();
			this.target.awaitRequest();
			assertThat(this.target.awaitRequest()).isEqualTo("gone");
		}
	}

}
