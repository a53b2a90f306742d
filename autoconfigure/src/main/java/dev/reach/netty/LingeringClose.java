package dev.reach.netty;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sending before the receiving: a connection that is closed while its peer still
 * sends is reset, and the peer may never read what was sent last. What comes meanwhile is
 * dropped.
 */
final class LingeringClose extends ChannelDuplexHandler {

	private static final long LIMIT_SECONDS = 2;

	private @Nullable ChannelHandlerContext context;

	private boolean lingering;

	static void addTo(Channel channel) {
		if (channel.pipeline().get(LingeringClose.class) == null) {
			channel.pipeline().addFirst(new LingeringClose());
		}
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	void closeNow() {
		ChannelHandlerContext context = this.context;
		if (context != null) {
			context.close();
		}
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		Channel channel = context.channel();
		if (this.lingering || !channel.isActive() || isToBeReset(channel)
				|| !(channel instanceof DuplexChannel duplex)) {
			context.close(promise);
			return;
		}
		this.lingering = true;
		Future<?> limit = context.executor().schedule(() -> context.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
		channel.closeFuture().addListener((closed) -> {
			limit.cancel(false);
			promise.trySuccess();
		});
		duplex.shutdownOutput();
		context.read();
	}

	private static boolean isToBeReset(Channel channel) {
		Integer linger = channel.config().getOption(ChannelOption.SO_LINGER);
		return linger != null && linger == 0;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.lingering) {
			ReferenceCountUtil.release(message);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		if (this.lingering) {
			context.read();
		}
	}

}
