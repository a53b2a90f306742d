package dev.reach.netty;

import java.util.Set;

import dev.reach.http.ReachHttpRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import reactor.netty.NettyPipeline;

/**
 * Sends the handshake of a WebSocket with the headers of the request and no others,
 * except for those that make it a handshake.
 */
final class HandshakeRequest extends ChannelOutboundHandlerAdapter {

	private static final Set<CharSequence> OWN = Set.of(HttpHeaderNames.UPGRADE, HttpHeaderNames.CONNECTION,
			HttpHeaderNames.SEC_WEBSOCKET_KEY, HttpHeaderNames.SEC_WEBSOCKET_VERSION);

	private static final Set<CharSequence> NOT_SENT = Set.of(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS,
			HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.TRANSFER_ENCODING,
			HttpHeaderNames.PROXY_AUTHORIZATION);

	private final ReachHttpRequest request;

	private final HandshakeAnswer answer;

	private final Runnable written;

	/**
	 * Create a request.
	 * @param request the request
	 * @param answer reads what is answered
	 * @param written called before it is written
	 */
	HandshakeRequest(ReachHttpRequest request, HandshakeAnswer answer, Runnable written) {
		this.request = request;
		this.answer = answer;
		this.written = written;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest handshake) {
			rewrite(handshake.headers());
			this.written.run();
			context.pipeline().addAfter(NettyPipeline.HttpCodec, null, this.answer);
			context.write(message, promise);
			context.pipeline().remove(this);
		}
		else {
			context.write(message, promise);
		}
	}

	private void rewrite(HttpHeaders headers) {
		for (String name : headers.names()) {
			if (!isOneOf(OWN, name) && !HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
				headers.remove(name);
			}
		}
		this.request.headers().forEach((name, values) -> {
			if (!isOneOf(OWN, name) && !isOneOf(NOT_SENT, name)) {
				headers.set(name, values);
			}
		});
	}

	private static boolean isOneOf(Set<CharSequence> names, String name) {
		return names.stream().anyMatch((candidate) -> candidate.toString().equalsIgnoreCase(name));
	}

}
