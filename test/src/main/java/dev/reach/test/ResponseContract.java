package dev.reach.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How responses are read.
 */
abstract class ResponseContract extends RequestContract {

	static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

	static final String ENDLESS = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

	private void onEachRequest(String... answer) {
		this.peer.onConnection((connection) -> {
			while (connection.readRequest() != null) {
				for (String part : answer) {
					connection.write(part);
				}
			}
		});
	}

	@Test
	void chunksAreJoined() {
		onEachRequest(CHUNKED, "3\r\none\r\n", "A;x=y\r\n0123456789\r\n", "0\r\nX-Trailer: z\r\n\r\n");
		assertThat(exchange(post()).text().block()).isEqualTo("one0123456789");
		assertThat(exchange(post()).text().block()).isEqualTo("one0123456789");
	}

	@Test
	void noChunksAreAnEmptyBody() {
		onEachRequest(CHUNKED, "0\r\n\r\n");
		assertThat(exchange(post()).bytes().block()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
			"HTTP/1.0 200 OK\r\n\r\n" })
	void aBodyWithoutLengthEndsWithTheConnection(String head) {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(head).write("to the end");
		});
		assertThat(exchange(post()).text().block()).isEqualTo("to the end");
		assertThat(exchange(post()).text().block()).isEqualTo("to the end");
		assertThat(this.peer.requests()).hasSize(2);
	}

	@Test
	void aHeadMayArriveInPieces() {
		onEachRequest("HTTP/1", ".1 20", "0 O", "K\r", "\nContent-", "Length: ", "4\r\n", "X-Test: a\r\n\r", "\nbo",
				"dy");
		ReachHttpResponse response = exchange(post());
		assertThat(response.headers().getFirst("X-Test")).isEqualTo("a");
		assertThat(response.text().block()).isEqualTo("body");
	}

	@Test
	void aStatusMayHaveNoReason() {
		onEachRequest("HTTP/1.1 299 \r\nContent-Length: 4\r\n\r\nbody");
		assertThat(exchange(post()).status()).isEqualTo(299);
	}

	@Test
	void valuesOfAHeaderInDifferentCaseAreKept() {
		onEachRequest("HTTP/1.1 200 OK\r\nX-Many: one\r\nx-many: two, three\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n");
		ReachHttpResponse response = exchange(post());
		assertThat(response.headers().get("X-MANY")).containsExactly("one", "two, three");
		assertThat(response.headers().get("X-Empty")).containsExactly("");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103 })
	void interimResponsesAreSkipped(int status) {
		onEachRequest("HTTP/1.1 %d Interim\r\nLink: </style.css>\r\n\r\n".formatted(status).repeat(2),
				"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nbody");
		for (int call = 0; call < 3; call++) {
			ReachHttpResponse response = exchange(post());
			assertThat(response.status()).isEqualTo(201);
			assertThat(response.headers().get("Link")).isNull();
			assertThat(response.text().block()).isEqualTo("body");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, 204 No Content, X-Test: 1", "GET, 304 Not Modified, Content-Length: 1000",
			"DELETE, 204 No Content, X-Test: 1", "HEAD, 200 OK, Content-Length: 1000",
			"HEAD, 200 OK, Transfer-Encoding: chunked" })
	void aResponseWithoutContentDoesNotWaitForIt(String method, String status, String header) {
		onEachRequest("HTTP/1.1 %s\r\n%s\r\n\r\n".formatted(status, header));
		for (int call = 0; call < 3; call++) {
			ReachHttpResponse response = exchange(request(HttpMethod.valueOf(method), "/path").build());
			assertThat(response.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
			assertThat(response.bytes().block()).isEmpty();
		}
		assertThat(this.peer.requests()).hasSize(3);
	}

	@Test
	void compressionThatIsAskedForIsUndone() throws IOException {
		byte[] compressed = gzip("expanded ".repeat(500));
		this.peer.onConnection((connection) -> {
			WireRequest request = connection.readRequest();
			boolean asked = request != null && request.values("Accept-Encoding").toString().contains("gzip");
			if (asked) {
				connection
					.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
						.formatted(compressed.length))
					.write(compressed);
			}
			else {
				connection.answer("expanded ".repeat(500));
			}
			connection.awaitEnd();
		});
		ReachHttpResponse response = exchange(get());
		assertThat(response.text().block()).isEqualTo("expanded ".repeat(500));
		assertThat(response.headers().getOrEmpty("Content-Encoding")).doesNotContain("gzip");
	}

	@Test
	void compressionThatIsNotUndoneIsStillDeclared() throws IOException {
		byte[] compressed = gzip("expanded ".repeat(500));
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection
				.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
					.formatted(compressed.length))
				.write(compressed);
			connection.awaitEnd();
		});
		ReachHttpResponse response = exchange(get());
		boolean declared = response.headers().getOrEmpty("Content-Encoding").contains("gzip");
		assertThat(response.bytes().block())
			.isEqualTo(declared ? compressed : "expanded ".repeat(500).getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return compressed.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", CHUNKED, "HTTP/1.1 200 OK\r\n\r\n" })
	void theHeadIsReturnedBeforeTheBodyIsThere(String head) {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(head);
			pass(gate);
			connection.write(head.equals(CHUNKED) ? "4\r\nbody\r\n0\r\n\r\n" : "body");
		});
		ReachHttpResponse response = await(client().exchange(post()));
		assertThat(response.status()).isEqualTo(200);
		gate.release();
		assertThat(await(response.text())).isEqualTo("body");
	}

	@Test
	void piecesOfTheBodyAreReturnedAsTheyArrive() throws InterruptedException {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(CHUNKED);
			for (String chunk : List.of("3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n")) {
				connection.write(chunk);
				pass(gate);
			}
			connection.awaitEnd();
		});
		BlockingQueue<String> events = new LinkedBlockingQueue<>();
		await(client().exchange(post())).body()
			.subscribe((buffer) -> events.add(text(buffer)), (ex) -> events.add(ex.toString()),
					() -> events.add("end"));
		for (String expected : List.of("one", "two", "end")) {
			assertThat(events.poll(limit().toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(expected);
			gate.release();
		}
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

	@Test
	void aBodyIsNotTakenFromThePeerFasterThanItIsRead() throws InterruptedException {
		Semaphore written = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(BLOCKS * BLOCK_BYTES));
			byte[] block = new byte[BLOCK_BYTES];
			for (int number = 0; number < BLOCKS; number++) {
				connection.write(block);
				written.release();
			}
			connection.awaitEnd();
		});
		SlowReader reader = new SlowReader();
		await(client().exchange(post())).body().subscribe(reader);
		assertThat(awaitStandstill(written)).as("blocks the peer could write while one buffer was read")
			.isLessThan(BLOCKS);
		reader.requestUnbounded();
		assertThat(await(Mono.fromFuture(reader.end))).isEqualTo(BLOCKS * BLOCK_BYTES);
	}

	/**
	 * Reads one buffer, and the others when it is told to.
	 */
	private static final class SlowReader extends BaseSubscriber<DataBuffer> {

		private final CompletableFuture<Integer> end = new CompletableFuture<>();

		private int bytes;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			this.bytes += buffer.readableByteCount();
			DataBufferUtils.release(buffer);
		}

		@Override
		protected void hookOnComplete() {
			this.end.complete(this.bytes);
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.end.completeExceptionally(ex);
		}

	}

}
