package dev.reach.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How exchanges fail: with a {@link ReachTransportException} that says whether the
 * request may have been carried out, and after one request on the wire.
 */
abstract class FailureContract extends ConnectionContract {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";

	private static ReachHttpRequest canary(URI host) {
		return ReachHttpRequest.builder(HttpMethod.POST, host + "/path?filter=canary-query")
			.header("X-Test", "canary-header")
			.body(ReachHttpBody.text("canary-body", MediaType.TEXT_PLAIN))
			.build();
	}

	private ReachTransportException fails(Mono<?> exchange, Delivery delivery) {
		Throwable failure = failure(exchange);
		assertThat(failure).as("the failure").isInstanceOf(ReachTransportException.class);
		ReachTransportException ex = (ReachTransportException) failure;
		assertThat(ex.delivery()).as("delivery of %s", ex).isEqualTo(delivery);
		assertThat(ex.getMessage()).contains("POST").doesNotContain("gibberish");
		for (Throwable link = ex; link != null; link = link.getCause()) {
			assertThat(link.toString()).doesNotContain("canary");
		}
		return ex;
	}

	private void failsOnTheWire(ScriptedPeer.Script script) {
		this.peer.onConnection(script);
		ReachTransportException ex = fails(completed(canary(host())), Delivery.UNKNOWN);
		assertThat(ex).hasMessageContaining(host().getHost());
		assertThat(this.peer.requests()).hasSize(1);
		answerAll(ReachHttpResponse.json(200, "{}"));
		assertThat(exchange(post()).status()).isEqualTo(200);
		assertThat(this.peer.requests()).hasSize(2);
	}

	@Test
	void aRefusedConnectionIsNotSent() throws IOException {
		URI nowhere;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
		ReachTransportException ex = fails(clientOf(nowhere).exchange(canary(nowhere)), Delivery.NOT_SENT);
		assertThat(ex).hasMessageContaining("127.0.0.1");
	}

	@Test
	void anUnknownHostIsNotSent() {
		URI nowhere = URI.create("http://unknown.invalid");
		ReachTransportException ex = fails(clientOf(nowhere).exchange(canary(nowhere)), Delivery.NOT_SENT);
		assertThat(ex).hasMessageContaining("unknown.invalid");
	}

	@Test
	void anEndInsteadOfAnAnswerIsUnknown() {
		failsOnTheWire((connection) -> connection.readRequest());
	}

	@Test
	void aResetInsteadOfAnAnswerIsUnknown() {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.reset();
		});
	}

	@Test
	void aResetWithinTheRequestIsUnknown() {
		failsOnTheWire((connection) -> {
			connection.readHead();
			connection.reset();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le" })
	void anEndWithinTheHeadIsUnknown(String begin) {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.write(begin);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSH-2.0-gibberish\r\n\r\n", "HTTP/1.1 gibberish OK\r\n\r\n",
			"some plain gibberish\r\n\r\n", "\u0015\u0003\u0001\u0000\u0002\u0002\u0046\r\n\r\n" })
	void anAnswerThatIsNotHttpIsUnknown(String answer) {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.write(answer);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "some of it" })
	void anEndWithinABodyOfKnownLengthIsAFailureOfTheBody(String begin) {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.write(HEAD).write(begin);
		});
	}

	@Test
	void aResetWithinTheBodyIsAFailureOfTheBody() {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(HEAD).write("some of it");
			pass(gate);
			connection.reset();
		});
		ReachHttpResponse response = await(client().exchange(canary(host())));
		gate.release();
		fails(response.bytes(), Delivery.UNKNOWN);
		assertThat(this.peer.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\nF\r\n" })
	void anEndWithinChunksIsAFailureOfTheBody(String begin) {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.write(CHUNKED).write(begin);
		});
	}

	@Test
	void aChunkThatIsNoneIsAFailureOfTheBody() {
		failsOnTheWire((connection) -> {
			connection.readRequest();
			connection.write(CHUNKED).write("5\r\nhello\r\ngibberish\r\n\r\n");
		});
	}

	@Test
	void aBodyThatBreaksOffStillGivesItsHead() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 503 Some Reason\r\nContent-Length: 100\r\n\r\nsome of it");
		});
		ReachHttpResponse response = await(client().exchange(canary(host())));
		assertThat(response.status()).isEqualTo(503);
		fails(response.bytes(), Delivery.UNKNOWN);
	}

	@Test
	void anEndOfAConnectionThatIsUsedAgainIsUnknownAndNotRepeated() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			if (this.peer.requests().size() != 2) {
				connection.answer("body");
				connection.readRequest();
			}
		});
		assertThat(exchange(post()).status()).isEqualTo(200);
		fails(completed(canary(host())), Delivery.UNKNOWN);
		assertThat(this.peer.requests()).hasSize(2);
	}

	@Test
	void aSecureHostIsNotSentAnythingInPlainText() {
		BlockingQueue<String> begin = new LinkedBlockingQueue<>();
		this.peer.onConnection((connection) -> {
			begin.add(new String(connection.socket().getInputStream().readNBytes(100), StandardCharsets.ISO_8859_1));
			connection.answer("body");
		});
		URI secure = URI.create("https://" + host().getAuthority());
		assertThat(failure(clientOf(secure).exchange(canary(secure)))).isInstanceOf(ReachTransportException.class);
		assertThat(begin).allSatisfy((text) -> assertThat(text).doesNotContain("POST", "HTTP", "canary"));
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, 9 })
	void aRequestBodyThatIsNotAsLongAsDeclaredFails(long length) {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.answer("body");
			connection.awaitEnd();
		});
		ReachHttpRequest request = post(stream(length, "one", "two"));
		assertThat(failure(completed(request))).isInstanceOf(ReachTransportException.class);
		assertThat(this.peer.requests()).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void aFailureOfTheRequestBodyIsUnknownAndNotTakenForItsEnd() throws InterruptedException {
		Semaphore complete = new Semaphore(0);
		Semaphore begun = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readHead();
			connection.readChunk();
			begun.release();
			connection.readChunks();
			complete.release();
			connection.awaitEnd();
		});
		IllegalStateException broken = new IllegalStateException("The file is gone");
		Flux<DataBuffer> parts = Flux.concat(Mono.fromSupplier(() -> buffer("one")), Mono.fromRunnable(() -> {
			begun.acquireUninterruptibly();
			throw broken;
		}).subscribeOn(Schedulers.boundedElastic()).cast(DataBuffer.class));
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.POST, host() + "/path?filter=canary-query")
			.body(ReachHttpBody.stream(parts, MediaType.TEXT_PLAIN, -1))
			.build();
		ReachTransportException ex = fails(completed(request), Delivery.UNKNOWN);
		assertThat(ex).hasRootCause(broken);
		this.peer.awaitDeparture(limit());
		assertThat(complete.availablePermits()).as("complete requests").isZero();
		assertThat(this.peer.requests()).hasSize(1);
	}

}
