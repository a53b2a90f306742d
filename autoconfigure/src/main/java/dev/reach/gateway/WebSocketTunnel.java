package dev.reach.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

import dev.reach.middleware.TimeoutScheduler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Passes messages, pings, pongs and the end of a WebSocket from each of its ends to the
 * other.
 */
final class WebSocketTunnel implements WebSocketHandler {

	/**
	 * What a caller is told if the target breaks off: RFC 6455 has no code for it, the
	 * registry of IANA has.
	 */
	private static final CloseStatus BAD_GATEWAY = new CloseStatus(1014);

	private final WebSocketSession target;

	private final TargetWebSocket holder;

	private final Duration idleTimeout;

	private final Mono<Void> closed;

	private final GatewayTraffic traffic;

	private final AtomicLong moved = new AtomicLong();

	/**
	 * Create a tunnel.
	 * @param target the session with the target
	 * @param holder released in the end
	 * @param idleTimeout how long both directions may stand still
	 * @param closed completes when the handler is closed
	 * @param traffic counts streams and bytes
	 */
	WebSocketTunnel(WebSocketSession target, TargetWebSocket holder, Duration idleTimeout, Mono<Void> closed,
			GatewayTraffic traffic) {
		this.target = target;
		this.holder = holder;
		this.idleTimeout = idleTimeout;
		this.closed = closed;
		this.traffic = traffic;
	}

	@Override
	public List<String> getSubProtocols() {
		String chosen = this.target.getHandshakeInfo().getSubProtocol();
		return (chosen != null) ? List.of(chosen) : List.of();
	}

	@Override
	public Mono<Void> handle(WebSocketSession caller) {
		return Mono.defer(() -> {
			this.traffic.begin();
			move();
			return Mono
				.firstWithSignal(pass(caller, this.target, CloseStatus.NO_CLOSE_FRAME, this.traffic::received),
						pass(this.target, caller, BAD_GATEWAY, this.traffic::sent), idle().then(goAway(caller)),
						this.closed.then(goAway(caller)))
				.doFinally((signal) -> {
					this.traffic.end();
					giveUp();
				});
		});
	}

	void giveUp() {
		this.holder.release();
	}

	private Mono<Void> pass(WebSocketSession from, WebSocketSession to, CloseStatus broken, IntConsumer counter) {
		return Mono.defer(() -> {
			AtomicReference<Throwable> failure = new AtomicReference<>();
			Flux<WebSocketMessage> messages = from.receive().map((message) -> {
				move();
				counter.accept(message.getPayload().readableByteCount());
				return new WebSocketMessage(message.getType(), DataBufferUtils.retain(message.getPayload()));
			}).onErrorResume((ex) -> {
				failure.set(ex);
				return Flux.empty();
			});
			Mono<Void> end = Mono.defer(() -> ended(from, to, broken, failure.get()));
			return to.send(messages).onErrorResume((ex) -> Mono.never()).then(end);
		});
	}

	private Mono<Void> ended(WebSocketSession from, WebSocketSession to, CloseStatus broken,
			@Nullable Throwable failure) {
		if (failure instanceof DataBufferLimitException) {
			return close(to, CloseStatus.GOING_AWAY);
		}
		Mono<CloseStatus> received = (failure != null) ? Mono.empty() : from.closeStatus();
		return received.onErrorComplete().defaultIfEmpty(broken).flatMap((status) -> close(to, status));
	}

	private Mono<Void> idle() {
		return Mono.defer(() -> Mono.delay(timeLeft(), TimeoutScheduler.shared()))
			.repeat(() -> !timeLeft().isZero())
			.then();
	}

	private Duration timeLeft() {
		return Duration.ofNanos(Math.max(this.idleTimeout.toNanos() - (System.nanoTime() - this.moved.get()), 0));
	}

	private void move() {
		this.moved.set(System.nanoTime());
	}

	private Mono<Void> goAway(WebSocketSession caller) {
		return Mono.when(close(caller, CloseStatus.GOING_AWAY), close(this.target, CloseStatus.GOING_AWAY));
	}

	private static Mono<Void> close(WebSocketSession session, CloseStatus status) {
		return Mono.defer(() -> session.close(status)).onErrorComplete();
	}

}
