package dev.reach.gateway;

import java.time.Duration;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Pipeline;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;

/**
 * Joins WebSockets of callers with WebSockets of the target. That of the target is open
 * before that of the caller is accepted.
 */
final class WebSocketTunnels implements AutoCloseable {

	private final WebSocketService service;

	private final OutgoingResponses responses;

	private final Duration idleTimeout;

	private final GatewayTraffic traffic;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	/**
	 * Create tunnels.
	 * @param service accepts WebSockets of callers
	 * @param responses passes on what the target answers
	 * @param idleTimeout how long a WebSocket may stand still
	 * @param traffic counts streams and bytes
	 */
	WebSocketTunnels(WebSocketService service, OutgoingResponses responses, Duration idleTimeout,
			GatewayTraffic traffic) {
		this.service = service;
		this.responses = responses;
		this.idleTimeout = idleTimeout;
		this.traffic = traffic;
	}

	// A request in HTTP/1.0 cannot upgrade, see RFC 9110, section 7.8.
	static boolean isHandshake(ServerRequest request) {
		return WebSocketHandshake.isAttempted(request.headers().asHttpHeaders())
				&& !Caller.of(request.exchange().getRequest()).version().equals("1.0");
	}

	Mono<ServerResponse> open(ServerRequest request, ReachHttpRequest handshake, Pipeline pipeline) {
		return Mono.defer(() -> {
			WebSocketHandshake.check(request.method(), request.headers().asHttpHeaders());
			TargetWebSocket target = new TargetWebSocket(this.idleTimeout);
			return pipeline.relay(target.attachTo(handshake))
				.flatMap((response) -> answer(request, response, target))
				.doOnError((ex) -> target.release())
				.doOnCancel(target::release);
		});
	}

	private Mono<ServerResponse> answer(ServerRequest request, ReachHttpResponse response, TargetWebSocket target) {
		if (response.status() != HttpStatus.SWITCHING_PROTOCOLS.value()) {
			target.release();
			return this.responses.write(request, response);
		}
		WebSocketSession session = target.take();
		if (session == null) {
			return Mono.error(new GatewayException(HttpStatus.BAD_GATEWAY, "There is no WebSocket to switch to"));
		}
		WebSocketTunnel tunnel = new WebSocketTunnel(session, target, this.idleTimeout, this.closed.asMono(),
				this.traffic);
		return Mono.just(new AcceptedWebSocket(this.service, this.responses.headersOf(request, response), tunnel));
	}

	@Override
	public void close() {
		this.closed.tryEmitEmpty();
	}

}
