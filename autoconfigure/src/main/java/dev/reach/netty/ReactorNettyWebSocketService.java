package dev.reach.netty;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.CollectionUtils;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * Accepts WebSockets on a Reactor Netty server, with the first subprotocol of the handler
 * and without extensions.
 *
 * @param maxMessageSize the largest message to receive, in bytes
 */
record ReactorNettyWebSocketService(int maxMessageSize) implements WebSocketService {

	@Override
	public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
		ServerHttpResponse response = exchange.getResponse();
		if (!(ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse server)) {
			return Mono.error(new IllegalStateException("WebSockets are accepted on Reactor Netty only; "
					+ "another server needs a WebSocketService of its own"));
		}
		List<String> subProtocols = handler.getSubProtocols();
		@Nullable String subProtocol = CollectionUtils.firstElement(subProtocols);
		HandshakeInfo info = new HandshakeInfo(exchange.getRequest().getURI(),
				HttpHeaders.copyOf(exchange.getRequest().getHeaders()), exchange.getPrincipal(), subProtocol);
		WebsocketServerSpec.Builder spec = WebsocketServerSpec.builder()
			.handlePing(true)
			.maxFramePayloadLength(this.maxMessageSize);
		if (subProtocol != null) {
			spec.protocols(subProtocol);
		}
		return response.setComplete()
			.then(Mono.defer(() -> server.sendWebsocket(
					(inbound, outbound) -> handler
						.handle(new RelayedWebSocketSession(inbound, outbound, info, true, this.maxMessageSize)),
					spec.build())))
			.subscribeOn(eventLoop(server));
	}

	// On another thread, Reactor Netty loses frames that come right after the handshake.
	private static Scheduler eventLoop(HttpServerResponse server) {
		AtomicReference<Executor> eventLoop = new AtomicReference<>(Runnable::run);
		server.withConnection((connection) -> eventLoop.set(connection.channel().eventLoop()));
		return Schedulers.fromExecutor(eventLoop.get());
	}

}
