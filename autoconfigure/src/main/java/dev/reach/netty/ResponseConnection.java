package dev.reach.netty;

import java.util.function.Supplier;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The connection of a caller, for what a {@link ServerHttpResponse} cannot do. Only
 * Reactor Netty gives access to it.
 *
 * @since 0.1.0
 */
public final class ResponseConnection {

	private final HttpServerResponse response;

	private ResponseConnection(HttpServerResponse response) {
		this.response = response;
	}

	/**
	 * Return the connection a response goes to.
	 * @param response the response
	 * @return the connection, or {@code null} if the server is not Reactor Netty
	 */
	public static @Nullable ResponseConnection of(ServerHttpResponse response) {
		ServerHttpResponse inner = response;
		while (inner instanceof ServerHttpResponseDecorator decorator) {
			inner = decorator.getDelegate();
		}
		Object known = (inner instanceof AbstractServerHttpResponse server
				&& inner instanceof ZeroCopyHttpOutputMessage) ? server.getNativeResponse() : null;
		return (known instanceof HttpServerResponse netty) ? new ResponseConnection(netty) : null;
	}

	/**
	 * Return the connection of a response that nobody watches: what is written need not
	 * pass it, which takes some ten steps more.
	 * @param response the response
	 * @return the connection, or {@code null} if the server is not Reactor Netty, the
	 * response is decorated, or it has begun
	 */
	public static @Nullable ResponseConnection ofUnwatched(ServerHttpResponse response) {
		return (response instanceof ServerHttpResponseDecorator || response.isCommitted()) ? null : of(response);
	}

	/**
	 * Send a body in one piece with the head, which is complete.
	 * @param body the bytes
	 * @return completes when they are written
	 */
	public Mono<Void> send(byte[] body) {
		return this.response.sendObject(Unpooled.wrappedBuffer(body)).then();
	}

	/**
	 * Send a body after the head, which is complete. Neither the head nor a piece waits
	 * for the next one.
	 * @param body the pieces
	 * @return completes when they are written
	 */
	public Mono<Void> send(Flux<DataBuffer> body) {
		return this.response.send(new OutgoingPieces(body)).then();
	}

	/**
	 * Send fields after the body. They are sent in HTTP/2, and in HTTP/1.1 if the body
	 * has no declared length.
	 * @param trailers asked when the body was sent; without those that RFC 9110, section
	 * 6.5.1, does not allow
	 */
	public void sendTrailers(Supplier<HttpHeaders> trailers) {
		this.response.trailerHeaders((fields) -> trailers.get().forEach(fields::add));
	}

	/**
	 * Let the body end with the connection, if the caller speaks HTTP/1.0 and would not
	 * know chunks.
	 */
	public void avoidChunks() {
		if (HttpVersion.HTTP_1_0.equals(this.response.version())) {
			this.response.chunkedTransfer(false).keepAlive(false);
		}
	}

	/**
	 * Let the caller read the response to its end if the connection is closed after it,
	 * although the caller still sends. Closed at once, the connection would be reset, and
	 * what the caller has not yet read be lost; see RFC 9112, section 9.6.
	 */
	public void lingerOnClose() {
		this.response.withConnection((connection) -> LingeringClose.addTo(connection.channel()));
	}

	/**
	 * Close the connection, or in HTTP/2 the stream, in the middle of the response: it
	 * must not look as if it were complete. One that is complete when the connection ends
	 * is reset.
	 * @return completes when the connection is closed
	 */
	public Mono<Void> breakOff() {
		return Mono.create((sink) -> this.response.withConnection((connection) -> {
			Channel channel = connection.channel();
			if (HttpVersion.HTTP_1_0.equals(this.response.version())) {
				channel.config().setOption(ChannelOption.SO_LINGER, 0);
			}
			channel.closeFuture().addListener((closed) -> sink.success());
			channel.close();
		}));
	}

}
