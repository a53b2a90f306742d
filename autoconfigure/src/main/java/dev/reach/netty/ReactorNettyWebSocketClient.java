package dev.reach.netty;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.http.RequestProgress;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;

/**
 * Opens WebSockets with Reactor Netty. Each has a connection of its own.
 */
final class ReactorNettyWebSocketClient implements ReachWebSocketClient, AutoCloseable {

	private final Supplier<HttpClient> client;

	private final OpenConnections connections;

	private final WebsocketClientSpec spec;

	private final @Nullable ProxyRoute route;

	private volatile boolean closed;

	ReactorNettyWebSocketClient(Supplier<HttpClient> client, OpenConnections connections, int maxMessageSize,
			@Nullable ProxyRoute route) {
		this.client = client;
		this.connections = connections;
		this.spec = WebsocketClientSpec.builder().handlePing(true).maxFramePayloadLength(maxMessageSize).build();
		this.route = route;
	}

	@Override
	public Mono<ReachHttpResponse> open(ReachHttpRequest handshake, WebSocketHandler handler) {
		return Mono.defer(() -> {
			if (this.closed) {
				return Mono.error(failure(handshake, false).closed(null));
			}
			AtomicBoolean written = new AtomicBoolean();
			RequestProgress progress = RequestProgress.of(handshake);
			progress.notYetWritten();
			HandshakeAnswer answer = new HandshakeAnswer(handshake.headers());
			HttpClient client = this.client.get()
				.doOnChannelInit((observer, channel, address) -> channel.pipeline()
					.addAfter(NettyPipeline.HttpCodec, null, new HandshakeRequest(handshake, answer, () -> {
						written.set(true);
						progress.written();
					})));
			Mono<ReachHttpResponse> opening = Mono
				.create((sink) -> connect(client, handshake.uri(), answer, handler, sink));
			return ((this.route != null) ? ProxyDemand.answering(opening) : opening).onErrorResume((ex) -> {
				HandshakeRefusal refusal = CauseChain.of(ex).find(HandshakeRefusal.class);
				return (refusal != null) ? Mono.just(refusal.response())
						: Mono.error(failure(handshake, written.get()).translate(ex));
			});
		});
	}

	private void connect(HttpClient client, URI uri, HandshakeAnswer answer, WebSocketHandler handler,
			MonoSink<ReachHttpResponse> sink) {
		Disposable connection = client.websocket(this.spec).uri(webSocketUri(uri)).handle((inbound, outbound) -> {
			HttpHeaders headers = FieldCopy.of(inbound.headers());
			HandshakeInfo info = new HandshakeInfo(uri, headers, Mono.empty(), answer.subProtocol());
			Mono<Void> handled = handler
				.handle(new RelayedWebSocketSession(inbound, outbound, info, false, this.spec.maxFramePayloadLength()));
			sink.success(ReachHttpResponse.of(HttpStatus.SWITCHING_PROTOCOLS.value(), headers, new byte[0]));
			return handled;
		}).contextWrite(sink.contextView()).subscribe((nothing) -> {
		}, sink::error);
		sink.onCancel(connection);
	}

	private static URI webSocketUri(URI uri) {
		return URI.create("ws" + uri.toString().substring("http".length()));
	}

	private TransportFailure failure(ReachHttpRequest request, boolean written) {
		return new TransportFailure(request, written, (this.route != null) ? this.route.proxy() : null);
	}

	@Override
	public void close() {
		this.closed = true;
		this.connections.close();
		if (this.route != null) {
			this.route.close();
		}
	}

}
