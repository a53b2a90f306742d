package dev.reach.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Writes the target of a request as a proxy that forwards it wants it, see RFC 9112,
 * section 3.2.2.
 */
final class AbsoluteForm extends ChannelOutboundHandlerAdapter {

	private final String origin;

	AbsoluteForm(String origin) {
		this.origin = origin;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest request && request.uri().startsWith("/")) {
			request.setUri(this.origin + request.uri());
		}
		context.write(message, promise);
	}

}
