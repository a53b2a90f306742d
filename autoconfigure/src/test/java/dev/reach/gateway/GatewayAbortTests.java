package dev.reach.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of what becomes of one side of the gateway when the other breaks off.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(OutputCaptureExtension.class)
class GatewayAbortTests {

	private static final Duration AT_ONCE = Duration.ofSeconds(5);

	private static final String[] NOISE = { " ERROR ", "onErrorDropped" };

	@RegisterExtension
	final FaultServer target = new FaultServer();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallerThatGoesBeforeTheHeadIsNotWaitedFor(boolean reset, CapturedOutput output) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/");
			this.target.awaitRequest();
			leave(caller, reset);
			this.target.awaitDeparture();
			gateway.awaitNoStreams();
		}
		assertThat(output).doesNotContain(NOISE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallerThatGoesWithinTheUploadIsNotWaitedFor(boolean reset, CapturedOutput output) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			this.target.arrived(peer.read(3));
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 100000\r\n\r\none");
			this.target.awaitRequest();
			assertThat(this.target.awaitRequest()).isEqualTo("one");
			leave(caller, reset);
			this.target.awaitDeparture();
			gateway.awaitNoStreams();
		}
		assertThat(output).doesNotContain(NOISE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallerThatGoesWithinTheDownloadIsNotWaitedFor(boolean reset, CapturedOutput output) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/").readHead();
			assertThat(caller.read(5)).isEqualTo("begin");
			assertThat(gateway.handler().traffic().activeStreams()).isEqualTo(1);
			leave(caller, reset);
			this.target.awaitDeparture();
			gateway.awaitNoStreams();
		}
		assertThat(output).doesNotContain(NOISE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTargetThatBreaksOffWithinALengthBreaksOffTheResponse(boolean reset, CapturedOutput output) throws Exception {
		assertThat(brokenOff("Content-Length: 100000\r\n\r\nbegin", "begin", reset)).isEmpty();
		assertThat(output).doesNotContain(NOISE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTargetThatBreaksOffWithinChunksBreaksOffTheResponse(boolean reset, CapturedOutput output) throws Exception {
		assertThat(brokenOff("Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n", "5\r\nbegin\r\n", reset)).isEmpty();
		assertThat(output).doesNotContain(NOISE);
	}

	private String brokenOff(String answer, String begin, boolean reset) throws IOException {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\n" + answer);
			gate.acquireUninterruptibly();
			if (reset) {
				peer.reset();
			}
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/").readHead();
			assertThat(caller.read(begin.length())).isEqualTo(begin);
			gate.release();
			String rest = caller.patience(AT_ONCE).readToEnd();
			gateway.awaitNoStreams();
			return rest;
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 100000\r\n\r\nbegin", "Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n" })
	void anOldCallerDoesNotTakeABrokenResponseForAWholeOne(String answer) throws IOException {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\n" + answer);
			gate.acquireUninterruptibly();
			peer.reset();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("GET / HTTP/1.0\r\nHost: gateway\r\n\r\n").readHead();
			assertThat(caller.read(5)).isEqualTo("begin");
			gate.release();
			assertThatIOException().isThrownBy(caller.patience(AT_ONCE)::readToEnd).withMessage("Connection reset");
			gateway.awaitNoStreams();
		}
	}

	@Test
	void aTargetThatBreaksOffBeforeTheFirstByteOfTheBodyBreaksOffTheResponse() throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.patience(AT_ONCE).get("/").readToEnd()).doesNotContain("\r\n0\r\n");
		}
	}

	@Test
	void aConnectionOfABrokenExchangeIsNotUsedAgain() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url())) {
			try (RawCaller caller = RawCaller.of(gateway)) {
				caller.get("/").readHead();
			}
			this.target.awaitDeparture();
			this.target.onConnection((peer) -> {
				peer.readRequest();
				peer.answer("ok");
			});
			try (RawCaller caller = RawCaller.of(gateway)) {
				assertThat(caller.get("/").readTo("ok")).startsWith("HTTP/1.1 200").endsWith("ok");
			}
		}
		assertThat(this.target.connections()).isEqualTo(2);
	}

	private static void leave(RawCaller caller, boolean reset) throws IOException {
		if (reset) {
			caller.reset();
		}
		else {
			caller.close();
		}
	}

}
