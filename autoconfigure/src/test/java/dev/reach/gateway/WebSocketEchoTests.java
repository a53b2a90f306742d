package dev.reach.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketTunnels} with a client and a server that are in common use.
 */
class WebSocketEchoTests {

	private DisposableServer target;

	private GatewayServer gateway;

	@BeforeEach
	void start() {
		WebsocketServerSpec spec = WebsocketServerSpec.builder().protocols("echo").compress(true).build();
		this.target = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendWebsocket(
					(in, out) -> out.sendObject(in.aggregateFrames().receiveFrames().map((frame) -> frame.retain())),
					spec))
			.bindNow();
		this.gateway = GatewayServer.to(URI.create("http://127.0.0.1:" + this.target.port()));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
		this.target.disposeNow();
	}

	@Test
	void messagesComeBackInTheirOrderUntilTheEnd() throws Exception {
		Received received = new Received();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.subprotocols("other", "echo")
			.buildAsync(URI.create("ws://127.0.0.1:" + this.gateway.port() + "/"), received)
			.get(20, TimeUnit.SECONDS);
		assertThat(socket.getSubprotocol()).isEqualTo("echo");
		List<String> sent = new ArrayList<>();
		for (int count = 0; count < 100; count++) {
			String half = "m".repeat(count * 300);
			sent.add(half + half + count);
			socket.sendText(half, false).get(20, TimeUnit.SECONDS);
			socket.sendText(half + count, true).get(20, TimeUnit.SECONDS);
		}
		for (String message : sent) {
			assertThat(received.next()).isEqualTo(message);
		}
		socket.sendPing(ByteBuffer.wrap(new byte[] { 1, 2, 3 })).get(20, TimeUnit.SECONDS);
		assertThat(received.next()).isEqualTo("pong of 3 bytes");
		socket.sendClose(4001, "enough").get(20, TimeUnit.SECONDS);
		assertThat(received.next()).isEqualTo("closed with 4001 enough");
	}

	private static final class Received implements WebSocket.Listener {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final StringBuilder text = new StringBuilder();

		@Nullable String next() throws InterruptedException {
			return this.events.poll(20, TimeUnit.SECONDS);
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				this.events.add(this.text.toString());
				this.text.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
			this.events.add("pong of %d bytes".formatted(message.remaining()));
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.events.add("closed with %d %s".formatted(code, reason));
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.events.add(error.toString());
		}

	}

}
