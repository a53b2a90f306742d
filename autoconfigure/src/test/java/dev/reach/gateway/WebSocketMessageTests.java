package dev.reach.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.reach.gateway.RawWebSocket.Frame;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketTunnel}: each frame on both sides of the gateway.
 */
class WebSocketMessageTests {

	private static final int LIMIT = 1000;

	@RegisterExtension
	final FaultServer server = new FaultServer();

	private final BlockingQueue<RawWebSocket> targets = new LinkedBlockingQueue<>();

	private GatewayServer gateway;

	private RawWebSocket caller;

	private RawWebSocket target;

	private final CountDownLatch over = new CountDownLatch(1);

	@BeforeEach
	void open() throws Exception {
		this.server.onConnection((peer) -> {
			this.targets.add(RawWebSocket.accept(peer));
			awaitTest();
		});
		this.gateway = GatewayServer
			.start((builder) -> builder.target(this.server.url()).maxMessageSize(DataSize.ofBytes(LIMIT)));
		this.caller = RawWebSocket.connect(this.gateway.port(), "/");
		assertThat(this.caller.headStatus()).isEqualTo("101");
		this.target = this.targets.poll(20, TimeUnit.SECONDS);
	}

	// The server closes the connection when its script ends.
	private void awaitTest() {
		try {
			this.over.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@AfterEach
	void close() throws IOException {
		this.over.countDown();
		this.caller.close();
		this.target.close();
		this.gateway.close();
	}

	@Test
	void textAndBinaryMessagesArePassedOnBothWaysAndCounted() throws Exception {
		byte[] bytes = { 0, 1, (byte) 0xff };
		this.caller.text("hällo").frame(RawWebSocket.BINARY, true, bytes);
		Frame text = this.target.read();
		assertThat(text.opcode()).isEqualTo(RawWebSocket.TEXT);
		assertThat(text.text()).isEqualTo("hällo");
		assertThat(text.masked()).isTrue();
		Frame binary = this.target.read();
		assertThat(binary.opcode()).isEqualTo(RawWebSocket.BINARY);
		assertThat(binary.payload()).isEqualTo(bytes);
		this.target.text("").frame(RawWebSocket.BINARY, true, bytes);
		Frame answer = this.caller.read();
		assertThat(answer.opcode()).isEqualTo(RawWebSocket.TEXT);
		assertThat(answer.payload()).isEmpty();
		assertThat(answer.masked()).isFalse();
		assertThat(this.caller.read().payload()).isEqualTo(bytes);
		GatewayTraffic traffic = this.gateway.handler().traffic();
		assertThat(traffic.receivedBytes()).isEqualTo(9);
		assertThat(traffic.sentBytes()).isEqualTo(3);
		assertThat(traffic.activeStreams()).isEqualTo(1);
	}

	@Test
	void fragmentsArriveAsOneMessageAlsoWithAPingBetweenThem() throws Exception {
		this.caller.frame(RawWebSocket.TEXT, false, bytes("one "))
			.frame(RawWebSocket.PING, true, bytes("p"))
			.frame(RawWebSocket.CONTINUATION, false, bytes("two "))
			.frame(RawWebSocket.CONTINUATION, true, bytes("three"));
		assertThat(this.target.read().opcode()).isEqualTo(RawWebSocket.PING);
		assertMessage(this.target, "one two three");
		this.target.frame(RawWebSocket.TEXT, false, bytes("a")).frame(RawWebSocket.CONTINUATION, true, bytes("b"));
		assertMessage(this.caller, "ab");
	}

	@Test
	void pingsAndPongsOfOneSideArriveAtTheOther() throws Exception {
		this.caller.frame(RawWebSocket.PING, true, bytes("from caller"));
		assertFrame(this.target.read(), RawWebSocket.PING, "from caller");
		this.target.frame(RawWebSocket.PONG, true, bytes("from caller"));
		assertFrame(this.caller.read(), RawWebSocket.PONG, "from caller");
		this.target.frame(RawWebSocket.PING, true, bytes("from target"));
		assertFrame(this.caller.read(), RawWebSocket.PING, "from target");
		this.caller.frame(RawWebSocket.PONG, true, bytes("from target"));
		assertFrame(this.target.read(), RawWebSocket.PONG, "from target");
	}

	@ParameterizedTest
	@CsvSource({ "1000, done", "1001, ''", "1008, 'no, thanks'", "1011, ''", "3000, a", "4001, ü" })
	void closeCodeAndReasonOfTheTargetArriveAtTheCaller(int code, String reason) throws Exception {
		this.target.text("last").closing(code, reason);
		assertMessage(this.caller, "last");
		assertThat(this.caller.read().status()).isEqualTo(code + " " + reason);
		this.caller.closing(code, reason);
		assertThat(this.caller.read()).isEqualTo(Frame.END);
		assertThat(this.target.read().status()).isEqualTo(code + " " + reason);
		assertThat(this.target.read()).isEqualTo(Frame.END);
	}

	@ParameterizedTest
	@CsvSource({ "1000, done", "1001, ''", "1008, 'no, thanks'", "1010, ''", "3000, a", "4001, ü" })
	void closeCodeAndReasonOfTheCallerArriveAtTheTarget(int code, String reason) throws Exception {
		this.caller.text("last").closing(code, reason);
		assertMessage(this.target, "last");
		assertThat(this.target.read().status()).isEqualTo(code + " " + reason);
		this.target.closing(code, reason);
		assertThat(this.target.read()).isEqualTo(Frame.END);
		assertThat(this.caller.read().status()).isEqualTo(code + " " + reason);
		assertThat(this.caller.read()).isEqualTo(Frame.END);
	}

	@Test
	void closeOfTheTargetWithoutACodeStaysWithoutACode() throws Exception {
		this.target.frame(RawWebSocket.CLOSE, true, new byte[0]);
		assertThat(this.caller.read().status()).isEmpty();
	}

	@Test
	void closeOfTheCallerWithoutACodeStaysWithoutACode() throws Exception {
		this.caller.frame(RawWebSocket.CLOSE, true, new byte[0]);
		assertThat(this.target.read().status()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callerLearnsThatTheTargetHasBrokenOff(boolean reset) throws Exception {
		this.target.text("last");
		assertMessage(this.caller, "last");
		vanish(this.target, reset);
		assertThat(this.caller.read().status()).isEqualTo("1014 ");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void targetIsLeftWithoutACloseFrameByACallerThatVanishes(boolean reset) throws Exception {
		this.caller.text("last");
		assertMessage(this.target, "last");
		vanish(this.caller, reset);
		assertThat(this.target.read()).isEqualTo(Frame.END);
	}

	@Test
	void callerLearnsThatATargetThatIsSentMuchHasBrokenOff() throws Exception {
		Thread sending = new Thread(() -> {
			try {
				for (int count = 0; count < 100_000; count++) {
					this.caller.frame(RawWebSocket.BINARY, true, new byte[LIMIT]);
				}
			}
			catch (IOException ex) {
				// the gateway has closed the connection
			}
		});
		sending.start();
		for (int count = 0; count < 10; count++) {
			this.target.read();
		}
		this.target.reset();
		assertThat(this.caller.read().status()).isEqualTo("1014 ");
		this.caller.close();
		sending.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(sending.isAlive()).isFalse();
	}

	@Test
	void aWebSocketOnWhichSomethingMovesOutlastsTheIdleTimeout() throws Exception {
		Duration idle = Duration.ofSeconds(1);
		try (GatewayServer quick = GatewayServer
			.start((builder) -> builder.target(this.server.url()).idleTimeout(idle));
				RawWebSocket caller = RawWebSocket.connect(quick.port(), "/");
				RawWebSocket target = Objects.requireNonNull(this.targets.poll(20, TimeUnit.SECONDS))) {
			long begin = System.nanoTime();
			Flux.interval(idle.dividedBy(10)).onBackpressureDrop().takeUntil((tick) -> {
				exchange(caller, target, (tick % 2 == 0));
				return System.nanoTime() - begin > 2 * idle.toNanos();
			}).blockLast(Duration.ofSeconds(20));
			assertThat(caller.read().status()).isEqualTo("1001 ");
			assertThat(System.nanoTime() - begin).isGreaterThan(3 * idle.toNanos() - idle.toNanos() / 10);
		}
	}

	private static void exchange(RawWebSocket caller, RawWebSocket target, boolean fromCaller) {
		try {
			(fromCaller ? caller : target).text("moving");
			assertMessage(fromCaller ? target : caller, "moving");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void messagesUpToTheLimitPass() throws Exception {
		this.caller.frame(RawWebSocket.BINARY, true, new byte[LIMIT]);
		assertThat(this.target.read().payload()).hasSize(LIMIT);
		this.target.frame(RawWebSocket.BINARY, true, new byte[LIMIT]);
		assertThat(this.caller.read().payload()).hasSize(LIMIT);
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void messageThatIsTooLargeClosesTheSenderWith1009AndTheOtherSideWith1001(boolean fromCaller, boolean fragmented)
			throws Exception {
		RawWebSocket sender = fromCaller ? this.caller : this.target;
		RawWebSocket receiver = fromCaller ? this.target : this.caller;
		if (fragmented) {
			sender.frame(RawWebSocket.TEXT, false, new byte[LIMIT]).frame(RawWebSocket.CONTINUATION, true, new byte[1]);
		}
		else {
			sender.frame(RawWebSocket.TEXT, true, new byte[LIMIT + 1]);
		}
		assertThat(sender.read().status()).startsWith("1009 ");
		assertThat(sender.read()).isEqualTo(Frame.END);
		assertThat(receiver.read().status()).startsWith("1001 ");
		assertThat(receiver.read()).isEqualTo(Frame.END);
	}

	@Test
	void senderOfMuchTooLargeAMessageLearnsWhyWhileItSends() throws Exception {
		this.caller.head(RawWebSocket.BINARY, 1 << 30);
		byte[] part = new byte[100];
		for (int count = 0; count < 100; count++) {
			this.caller.frame(RawWebSocket.BINARY, true, part);
		}
		assertThat(this.caller.read().status()).startsWith("1009 ");
	}

	@Test
	void callerThatViolatesTheProtocolIsToldAndTheTargetIsLeftWithoutACloseFrame() throws Exception {
		this.caller.frame(3, true, new byte[0]);
		assertThat(this.caller.read().status()).isEqualTo("1002 ");
		assertThat(this.caller.read()).isEqualTo(Frame.END);
		assertThat(this.target.read()).isEqualTo(Frame.END);
	}

	@Test
	void targetThatViolatesTheProtocolIsToldAndTheCallerLearnsOfIt() throws Exception {
		this.target.frame(RawWebSocket.CONTINUATION, true, new byte[0]);
		assertThat(this.target.read().status()).isEqualTo("1002 ");
		assertThat(this.caller.read().status()).isEqualTo("1014 ");
	}

	@Test
	void bothSidesAreToldWhenTheHandlerIsClosed() throws Exception {
		this.caller.text("open");
		assertMessage(this.target, "open");
		this.gateway.handler().close();
		assertThat(this.caller.read().status()).startsWith("1001");
		assertThat(this.target.read().status()).startsWith("1001");
		assertThat(this.target.read()).isEqualTo(Frame.END);
	}

	private static void vanish(RawWebSocket socket, boolean reset) throws IOException {
		if (reset) {
			socket.reset();
		}
		else {
			socket.close();
		}
	}

	private static void assertMessage(RawWebSocket socket, String text) throws IOException {
		assertFrame(socket.read(), RawWebSocket.TEXT, text);
	}

	private static void assertFrame(Frame frame, int opcode, String text) {
		assertThat(frame.opcode()).as(Arrays.toString(frame.payload())).isEqualTo(opcode);
		assertThat(frame.last()).isTrue();
		assertThat(frame.text()).isEqualTo(text);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
