package dev.reach.netty;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingPieces}.
 */
class OutgoingPiecesTests {

	private static final int PIECE = 16 * 1024;

	private static final int FRAMING = 400;

	private static final int PIECES = 2000;

	private final Semaphore taken = new Semaphore(0);

	private final Flux<DataBuffer> body = Flux.range(0, PIECES).map((number) -> {
		this.taken.release();
		return DefaultDataBufferFactory.sharedInstance.wrap(new byte[PIECE]);
	});

	@Test
	void aPeerThatReadsNothingLeavesAMebibyteAtMost() throws Exception {
		CompletableFuture<Channel> channel = new CompletableFuture<>();
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle((request, response) -> {
			response.withConnection((connection) -> channel.complete(connection.channel()));
			return response.send(new OutgoingPieces(this.body));
		}).bindNow();
		try (Socket peer = new Socket("127.0.0.1", server.port())) {
			peer.setSoTimeout(20_000);
			peer.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			long count = 0;
			while (this.taken.tryAcquire(1, TimeUnit.SECONDS)) {
				count++;
			}
			assertThat(count).isLessThan(PIECES);
			assertThat(unwritten(channel.get(20, TimeUnit.SECONDS))).isBetween(1L, 64L * (PIECE + FRAMING));
			assertThat(readToEnd(peer.getInputStream())).isGreaterThan((long) PIECES * PIECE);
		}
		finally {
			server.disposeNow(Duration.ofSeconds(20));
		}
	}

	private static long unwritten(Channel channel) throws Exception {
		return channel.eventLoop().submit(() -> {
			ChannelOutboundBuffer buffer = Objects.requireNonNull(channel.unsafe().outboundBuffer());
			return buffer.totalPendingWriteBytes();
		}).get(20, TimeUnit.SECONDS);
	}

	private static long readToEnd(InputStream in) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		long count = 0;
		for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
			count += read;
		}
		return count;
	}

}
