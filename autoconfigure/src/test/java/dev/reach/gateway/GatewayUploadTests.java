package dev.reach.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how the bodies of requests come through the gateway.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayUploadTests {

	private static final String CHUNKED = " / HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n";

	@RegisterExtension
	final FaultServer target = new FaultServer();

	private void answerAll() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("ok");
			}
		});
	}

	private GatewayServer limited(DataSize size, Duration idle) {
		return GatewayServer
			.start((builder) -> builder.target(this.target.url()).maxRequestSize(size).idleTimeout(idle));
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS" })
	void bodiesOfEachMethodArrive(String method) throws IOException {
		answerAll();
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send(method + " / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 4\r\n\r\nbody").readTo("ok");
			caller.send(method + CHUNKED + "4\r\nbody\r\n0\r\n\r\n").readTo("ok");
			GatewayServer.await(() -> gateway.handler().traffic().receivedBytes() == 8);
		}
		assertThat(this.target.requests().get(0)).containsIgnoringCase("\r\ncontent-length: 4\r\n")
			.doesNotContainIgnoringCase("transfer-encoding", "content-type")
			.endsWith("\r\n\r\nbody");
		assertThat(this.target.requests().get(1)).containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
			.doesNotContainIgnoringCase("content-length", "content-type")
			.endsWith("\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
	}

	@Test
	void anEmptyBodyKeepsItsLength() throws IOException {
		answerAll();
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n").readTo("ok");
			caller.get("/").readTo("ok");
		}
		assertThat(this.target.requests().get(0)).containsIgnoringCase("\r\ncontent-length: 0\r\n");
		assertThat(this.target.requests().get(1)).doesNotContainIgnoringCase("content-length", "transfer-encoding");
	}

	@Test
	void compressedBodyArrivesByteByByte() throws IOException {
		answerAll();
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller
				.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Encoding: gzip\r\nContent-Type: invalid\r\n"
						+ "Content-Length: 4\r\n\r\n\u001f\u008b\u0000\u00ff")
				.readTo("ok");
		}
		assertThat(this.target.requests().get(0)).containsIgnoringCase("\r\ncontent-encoding: gzip\r\n")
			.containsIgnoringCase("\r\ncontent-type: invalid\r\n")
			.endsWith("\r\n\r\n\u001f\u008b\u0000\u00ff");
	}

	@Test
	void piecesArriveOneByOne() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			this.target.arrived(peer.read(8));
			this.target.arrived(peer.read(8));
			peer.readTo("0\r\n\r\n");
			peer.answer("ok");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST" + CHUNKED);
			caller.send("3\r\none\r\n");
			this.target.awaitRequest();
			assertThat(this.target.awaitRequest()).isEqualTo("3\r\none\r\n");
			caller.send("3\r\ntwo\r\n");
			assertThat(this.target.awaitRequest()).isEqualTo("3\r\ntwo\r\n");
			assertThat(caller.send("0\r\n\r\n").readTo("ok")).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void aCallerIsToldToContinueWhenTheTargetIsConnected() throws Exception {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readHead();
			gate.release();
			peer.read(4);
			peer.answer("ok");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
			assertThat(caller.readHead()).startsWith("http/1.1 100 ");
			GatewayServer.await(() -> this.target.connections() == 1);
			assertThat(caller.send("body").readTo("ok")).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void aCallerThatIsRefusedIsNotToldToContinue() throws IOException {
		answerAll();
		try (GatewayServer gateway = limited(DataSize.ofBytes(3), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
			assertThat(caller.readHead()).startsWith("http/1.1 413 ").contains("connection: close");
		}
		assertThat(this.target.connections()).isZero();
	}

	@Test
	void aBodyThatIsDeclaredTooLargeIsNotSent() throws IOException {
		answerAll();
		try (GatewayServer gateway = limited(DataSize.ofBytes(3), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 4\r\n\r\nbody");
			assertThat(caller.readHead()).startsWith("http/1.1 413 ").contains("connection: close");
			caller.readToEnd();
		}
		assertThat(this.target.connections()).isZero();
	}

	@Test
	void moreThanTenMegabytesAreTooLargeUnlessSaidOtherwise() throws IOException {
		answerAll();
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10485761\r\n\r\n");
			assertThat(caller.readHead()).startsWith("http/1.1 413 ").contains("connection: close");
			caller.readToEnd();
		}
		assertThat(this.target.connections()).isZero();
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.answer("ok");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10485760\r\n\r\nbegin");
			assertThat(caller.readHead()).startsWith("http/1.1 200 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 1000000", "Transfer-Encoding: chunked",
			"Expect: 100-continue\r\nContent-Length: 1000000" })
	void theBodyOfACallerThatMayNotCallIsNotTakenForTheNextRequest(String framing) throws IOException {
		answerAll();
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).callerPolicy(CallerPolicy.loopback()));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: evil.example\r\n" + framing + "\r\n\r\n");
			assertThat(caller.readHead()).startsWith("http/1.1 403 ").contains("connection: close");
			assertThat(caller.readToEnd()).doesNotContain("HTTP/1.1");
		}
		assertThat(this.target.connections()).isZero();
	}

	@Test
	void aBodyThatGrowsTooLargeIsAborted() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		try (GatewayServer gateway = limited(DataSize.ofKilobytes(100), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST" + CHUNKED);
			for (int chunk = 0; chunk < 30; chunk++) {
				caller.send("1000\r\n" + "x".repeat(4096) + "\r\n");
			}
			assertThat(caller.readHead()).startsWith("http/1.1 413 ").contains("connection: close");
			caller.readToEnd();
			this.target.awaitDeparture();
		}
	}

	@Test
	void aBodyOfTheLargestSizeArrives() throws IOException {
		answerAll();
		try (GatewayServer gateway = limited(DataSize.ofBytes(4), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.send("POST" + CHUNKED + "4\r\nbody\r\n0\r\n\r\n").readTo("ok"))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void aCallerThatStopsSendingGetsATimeout() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		try (GatewayServer gateway = limited(DataSize.ofMegabytes(1), Duration.ofMillis(300));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 100000\r\n\r\nbegin");
			assertThat(caller.readHead()).startsWith("http/1.1 408 ").contains("connection: close");
			caller.readToEnd();
			this.target.awaitDeparture();
		}
	}

	@Test
	void aTargetThatStopsReadingGivesATimeout() throws Exception {
		Semaphore end = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readHead();
			end.acquireUninterruptibly();
		});
		try (GatewayServer gateway = limited(DataSize.ofGigabytes(1), Duration.ofMillis(500));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000000000\r\n\r\n");
			Thread sending = new Thread(() -> sendEndlessly(caller));
			sending.start();
			assertThat(caller.readHead()).startsWith("http/1.1 504 ").contains("connection: close");
			sending.join();
		}
		finally {
			end.release();
		}
	}

	private static void sendEndlessly(RawCaller caller) {
		byte[] block = new byte[65536];
		try {
			for (int number = 0; number < 15_000; number++) {
				caller.send(block);
			}
		}
		catch (IOException ex) {
			// the gateway has closed the connection
		}
	}

	@ParameterizedTest
	@CsvSource({ "401 Unauthorized, true", "200 OK, true", "413 Content Too Large, false", "200 OK, false" })
	void anEarlyAnswerArrives(String status, boolean closing) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n" + (closing ? "Connection: close\r\n" : "")
					+ "\r\nearly");
			if (!closing) {
				peer.awaitEnd();
			}
		});
		try (GatewayServer gateway = limited(DataSize.ofGigabytes(1), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000000000\r\n\r\n");
			caller.send(new byte[1000]);
			assertThat(caller.readHead()).startsWith("http/1.1 " + status.substring(0, 3));
			assertThat(caller.read(5)).isEqualTo("early");
			gateway.awaitNoStreams();
		}
	}

	@Test
	void anEarlyAnswerArrivesWhileTheCallerSends() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\nearly");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = limited(DataSize.ofGigabytes(1), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000000000\r\n\r\n");
			Thread sending = new Thread(() -> sendEndlessly(caller));
			sending.start();
			assertThat(caller.readHead()).startsWith("http/1.1 401 ");
			assertThat(caller.read(5)).isEqualTo("early");
			sending.join();
		}
	}

	@Test
	void aTargetThatAnswersWhileItReadsGetsAllOfTheBody() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
			for (int piece = 0; piece < 3; piece++) {
				peer.write("3\r\n" + peer.read(30_000).substring(0, 3) + "\r\n");
			}
			peer.write("0\r\n\r\n");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 90000\r\n\r\n").readHead();
			for (String piece : new String[] { "one", "two", "six" }) {
				assertThat(caller.send(piece.repeat(10_000)).read(8)).isEqualTo("3\r\n" + piece + "\r\n");
			}
			assertThat(caller.read(5)).isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	void aBodyIsNotTakenFasterThanTheTargetReads() throws Exception {
		Semaphore gate = new Semaphore(0);
		AtomicInteger sent = new AtomicInteger();
		int blocks = 1024;
		this.target.onConnection((peer) -> {
			peer.readHead();
			gate.acquireUninterruptibly();
			long left = (long) blocks * 65536;
			while (left > 0) {
				left -= peer.socket().getInputStream().skip(Math.min(left, 65536));
			}
			peer.answer("ok");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = limited(DataSize.ofGigabytes(1), Duration.ofSeconds(20));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: " + blocks * 65536L + "\r\n\r\n");
			Semaphore written = new Semaphore(0);
			Thread sending = new Thread(() -> {
				try {
					for (int number = 0; number < blocks; number++) {
						caller.send(new byte[65536]);
						sent.incrementAndGet();
						written.release();
					}
				}
				catch (IOException ex) {
					sent.set(Integer.MAX_VALUE);
				}
			});
			sending.start();
			assertThat(GatewayStreamingTests.standstill(written)).isLessThan(blocks);
			gate.release();
			assertThat(caller.readTo("ok")).startsWith("HTTP/1.1 200");
			sending.join();
			assertThat(sent).hasValue(blocks);
		}
	}

}
