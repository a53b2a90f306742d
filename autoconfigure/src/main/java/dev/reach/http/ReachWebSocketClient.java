package dev.reach.http;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;

/**
 * The transport seam for WebSockets, see RFC 6455: one opening handshake, nothing more.
 * It offers no extensions. One that is {@link AutoCloseable} is closed with what made it,
 * and its sessions with it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReachWebSocketClient {

	/**
	 * Open a WebSocket when the result is subscribed to. Cancelling it before the
	 * response is there ends the attempt.
	 * @param handshake the request, its URI is absolute: the scheme {@code https} stands
	 * for {@code wss} and {@code http} for {@code ws}. Of the headers that belong to the
	 * handshake itself only {@code Sec-WebSocket-Protocol} is sent
	 * @param handler given the session before the result is; the session ends when what
	 * it returns does. The session hands pings and pongs on like messages. Closing it
	 * with {@link org.springframework.web.reactive.socket.CloseStatus#NO_STATUS_CODE}
	 * sends a frame without a code, and with
	 * {@link org.springframework.web.reactive.socket.CloseStatus#NO_CLOSE_FRAME} closes
	 * the connection at once and without a frame. A message that is too large ends
	 * receiving with {@link org.springframework.core.io.buffer.DataBufferLimitException}
	 * @return the response to the handshake: 101 if the WebSocket is open, any other
	 * status if the target has refused it; or a
	 * {@link dev.reach.error.ReachTransportException}
	 */
	Mono<ReachHttpResponse> open(ReachHttpRequest handshake, WebSocketHandler handler);

}
