package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * The answer to the handshake of a caller whose WebSocket to the target is open.
 */
final class AcceptedWebSocket implements ServerResponse {

	private final WebSocketService service;

	private final HttpHeaders headers;

	private final WebSocketTunnel tunnel;

	AcceptedWebSocket(WebSocketService service, HttpHeaders headers, WebSocketTunnel tunnel) {
		this.service = service;
		this.headers = WebSocketHandshake.withoutOwn(headers);
		this.tunnel = tunnel;
	}

	@Override
	public HttpStatusCode statusCode() {
		return HttpStatus.SWITCHING_PROTOCOLS;
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

	@Override
	public MultiValueMap<String, ResponseCookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		exchange.getResponse().getHeaders().putAll(this.headers);
		return this.service.handleRequest(exchange, this.tunnel)
			.doOnError((ex) -> this.tunnel.giveUp())
			.doOnCancel(this.tunnel::giveUp);
	}

}
