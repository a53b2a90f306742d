package dev.reach.netty;

import java.time.Duration;

import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyPieces}.
 */
@SuppressWarnings("deprecation")
class BodyPiecesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int CUT = 8192;

	private static final byte[] BODY = new byte[1 << 20];

	private final HttpClient client = HttpClient.create(ConnectionProvider.newConnection());

	@Test
	void aServerGetsLargePieces() {
		HttpServer server = new BodyPieces().apply(HttpServer.create()).httpRequestDecoder((spec) -> spec);
		assertThat(received(server, this.client)).isGreaterThan(CUT);
	}

	@Test
	void aServerKeepsWhatTheApplicationHasSet() {
		HttpServer server = new BodyPieces().apply(HttpServer.create())
			.httpRequestDecoder((spec) -> spec.maxHeaderSize(100));
		DisposableServer bound = server.host("127.0.0.1").port(0).bindNow();
		try {
			Integer status = this.client.headers((headers) -> headers.set("X-Large", "a".repeat(200)))
				.get()
				.uri("http://127.0.0.1:" + bound.port())
				.response()
				.map((response) -> response.status().code())
				.block(TIMEOUT);
			assertThat(status).isEqualTo(431);
		}
		finally {
			bound.disposeNow();
		}
	}

	@Test
	void aClientGetsLargePieces() {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.header("Content-Length", String.valueOf(BODY.length))
				.sendObject(Unpooled.wrappedBuffer(BODY)))
			.bindNow();
		try {
			Integer largest = BodyPieces.enlarge(this.client)
				.get()
				.uri("http://127.0.0.1:" + server.port())
				.response((response, body) -> largest(body))
				.blockLast(TIMEOUT);
			assertThat(largest).isGreaterThan(CUT);
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	void aClientKeepsWhatTheApplicationHasSet() {
		HttpClient configured = this.client
			.httpResponseDecoder((spec) -> spec.maxHeaderSize(1234).maxChunkSize(100_000));
		HttpResponseDecoderSpec decoder = BodyPieces.enlarge(configured).configuration().decoder();
		assertThat(decoder.maxHeaderSize()).isEqualTo(1234);
		assertThat(decoder.maxChunkSize()).isEqualTo(100_000);
	}

	private static @Nullable Integer received(HttpServer server, HttpClient client) {
		DisposableServer bound = server.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendString(largest(request.receive()).map(String::valueOf)))
			.bindNow();
		try {
			return client.headers((headers) -> headers.set("Content-Length", BODY.length))
				.post()
				.uri("http://127.0.0.1:" + bound.port())
				.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(BODY)))
				.responseSingle((response, body) -> body.asString())
				.map(Integer::valueOf)
				.block(TIMEOUT);
		}
		finally {
			bound.disposeNow();
		}
	}

	private static Mono<Integer> largest(ByteBufFlux body) {
		return body.map((buffer) -> buffer.readableBytes()).reduce(0, Math::max);
	}

}
