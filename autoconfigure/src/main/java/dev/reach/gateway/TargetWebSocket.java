package dev.reach.gateway;

import java.time.Duration;

import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * The WebSocket to the target that a handshake is to open. It travels as an attribute of
 * the request. Whatever becomes of the request, the session is closed when this is
 * released.
 */
final class TargetWebSocket {

	private static final String ATTRIBUTE = TargetWebSocket.class.getName();

	private final Duration idleTimeout;

	private final Sinks.Empty<Void> taken = Sinks.empty();

	private final Sinks.Empty<Void> released = Sinks.empty();

	private @Nullable WebSocketSession session;

	private boolean over;

	TargetWebSocket(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	static @Nullable TargetWebSocket of(ReachHttpRequest request) {
		return (request.attributes().get(ATTRIBUTE) instanceof TargetWebSocket target) ? target : null;
	}

	ReachHttpRequest attachTo(ReachHttpRequest request) {
		return request.mutate().attribute(ATTRIBUTE, this).build();
	}

	// A repeated handshake opens another session in place of the earlier one.
	Mono<Void> hold(WebSocketSession opened) {
		WebSocketSession unused;
		synchronized (this) {
			unused = this.over ? opened : this.session;
			this.session = this.over ? null : opened;
		}
		if (unused != null) {
			giveUp(unused).subscribe();
		}
		return this.taken.asMono().timeout(this.idleTimeout, giveUp(opened)).then(this.released.asMono());
	}

	synchronized @Nullable WebSocketSession take() {
		this.taken.tryEmitEmpty();
		return this.session;
	}

	void release() {
		WebSocketSession unused;
		synchronized (this) {
			unused = this.session;
			this.session = null;
			this.over = true;
		}
		this.taken.tryEmitEmpty();
		Mono<Void> end = (unused != null) ? giveUp(unused) : Mono.empty();
		end.doFinally((signal) -> this.released.tryEmitEmpty()).subscribe();
	}

	private static Mono<Void> giveUp(WebSocketSession session) {
		return Mono.defer(() -> session.close(CloseStatus.GOING_AWAY)).onErrorComplete();
	}

}
