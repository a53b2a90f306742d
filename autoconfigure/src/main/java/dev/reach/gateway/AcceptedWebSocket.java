package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * The answer to the handshake of a caller whose WebSocket to the target is open.
 */
final class AcceptedWebSocket extends RelayedHead {

	private final WebSocketService service;

	private final WebSocketTunnel tunnel;

	AcceptedWebSocket(WebSocketService service, HttpHeaders headers, WebSocketTunnel tunnel) {
		super(HttpStatus.SWITCHING_PROTOCOLS, WebSocketHandshake.withoutOwn(headers));
		this.service = service;
		this.tunnel = tunnel;
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		exchange.getResponse().getHeaders().putAll(headers());
		return this.service.handleRequest(exchange, this.tunnel)
			.doOnError((ex) -> this.tunnel.giveUp())
			.doOnCancel(this.tunnel::giveUp);
	}

}
