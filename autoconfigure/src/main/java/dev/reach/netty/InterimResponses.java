package dev.reach.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Drops interim responses such as 103, see RFC 9110, section 15.2. Reactor Netty knows
 * 100 only and would take any other for the answer; the real answer would then be given
 * to the next request on the connection.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {

	private boolean dropping;

	private boolean ended;

	static void dropOn(Channel channel) {
		if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
			channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, InterimResponses.class.getName(), new InterimResponses());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.dropping = isInterim(response.status());
		}
		if (!this.dropping) {
			this.ended = message instanceof LastHttpContent;
			context.fireChannelRead(message);
			return;
		}
		ReferenceCountUtil.release(message);
		if (message instanceof LastHttpContent) {
			this.dropping = false;
			context.read();
		}
	}

	// To stop reading until the next request and to begin again are two system calls.
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.ended && !context.channel().config().isAutoRead()) {
			context.read();
		}
		context.fireChannelReadComplete();
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL && !status.equals(HttpResponseStatus.CONTINUE)
				&& !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

}
