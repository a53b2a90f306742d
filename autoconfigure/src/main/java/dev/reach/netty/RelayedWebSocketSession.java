package dev.reach.netty;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.adapter.ReactorNettyWebSocketSession;

/**
 * One end of a WebSocket that is passed on: it can be closed without a code and without a
 * frame, and tells its peer what was wrong with a frame. A connection whose peer does not
 * take the closing frame is closed without.
 */
final class RelayedWebSocketSession extends ReactorNettyWebSocketSession {

	private static final long GRACE_SECONDS = 2;

	private final Channel channel;

	private final LingeringClose ending = new LingeringClose();

	private final int maxMessageSize;

	/**
	 * Create a session, on its event loop and before its first frame is read: fragments
	 * may arrive before anyone receives.
	 * @param inbound receives
	 * @param outbound sends
	 * @param info the handshake
	 * @param ofClient whether the peer is a client
	 * @param maxMessageSize the largest message to receive, in bytes
	 */
	RelayedWebSocketSession(WebsocketInbound inbound, WebsocketOutbound outbound, HandshakeInfo info, boolean ofClient,
			int maxMessageSize) {
		super(inbound.aggregateFrames(maxMessageSize), outbound, info, new NettyDataBufferFactory(outbound.alloc()),
				maxMessageSize);
		this.channel = ((ChannelOperations<?, ?>) inbound).channel();
		this.maxMessageSize = maxMessageSize;
		WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
			.expectMaskedFrames(ofClient)
			.allowExtensions(false)
			.maxFramePayloadLength(maxMessageSize)
			.closeOnProtocolViolation(false)
			.build();
		this.channel.pipeline().replace(WebSocket13FrameDecoder.class, null, new WebSocket13FrameDecoder(config));
		this.channel.pipeline().addFirst(this.ending);
	}

	@Override
	public Flux<WebSocketMessage> receive() {
		return new UncancelledFlux<>(getDelegate().getInbound()
			.receiveFrames()
			.map(this::toMessage)
			.onErrorResume(this::refuse)
			.doOnComplete(this::limitEnd));
	}

	private Mono<WebSocketMessage> refuse(Throwable ex) {
		CloseStatus status = objection(ex);
		if (status == null) {
			return Mono.error(ex);
		}
		Throwable reason = !status.equals(CloseStatus.TOO_BIG_TO_PROCESS) ? ex
				: new DataBufferLimitException("A message is larger than %d bytes".formatted(this.maxMessageSize));
		return close(status).onErrorComplete().then(Mono.error(reason));
	}

	private static @Nullable CloseStatus objection(Throwable ex) {
		if (ex instanceof CorruptedWebSocketFrameException corrupted) {
			return new CloseStatus(corrupted.closeStatus().code());
		}
		return (ex instanceof TooLongFrameException) ? CloseStatus.TOO_BIG_TO_PROCESS : null;
	}

	@Override
	public Mono<Void> close(CloseStatus status) {
		if (status.getCode() == CloseStatus.NO_CLOSE_FRAME.getCode()) {
			return Mono.fromRunnable(this.ending::closeNow);
		}
		return Mono.defer(() -> {
			if (!isOpen()) {
				return Mono.empty();
			}
			limitEnd();
			return (status.getCode() == CloseStatus.NO_STATUS_CODE.getCode()) ? getDelegate().getOutbound().sendClose()
					: super.close(status);
		}).subscribeOn(Schedulers.fromExecutor(this.channel.eventLoop()));
	}

	private void limitEnd() {
		if (this.channel.isOpen()) {
			EventLoop eventLoop = this.channel.eventLoop();
			Future<?> end = eventLoop.schedule(this.ending::closeNow, GRACE_SECONDS, TimeUnit.SECONDS);
			this.channel.closeFuture().addListener((closed) -> end.cancel(false));
		}
	}

}
