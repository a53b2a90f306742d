package dev.reach.netty;

import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClosedOutbound}.
 */
class ClosedOutboundTests {

	private final StringBuilder written = new StringBuilder();

	@Test
	void nothingFollowsARefusalThatIsStillOnItsWay() {
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.pipeline().addLast(new FullSocket()).addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
		FramingGuard.addTo(channel, new HeadLimits(4096, 8192));
		channel.writeInbound(Unpooled.copiedBuffer(
				"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", StandardCharsets.US_ASCII));
		assertThat(this.written).startsWith("HTTP/1.1 400 ");
		int length = this.written.length();
		DefaultFullHttpResponse late = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		ChannelFuture answer = channel.writeAndFlush(late);
		channel.runPendingTasks();
		assertThat(answer.cause()).isInstanceOf(ClosedChannelException.class);
		assertThat(this.written).hasSize(length);
		channel.finishAndReleaseAll();
	}

	/**
	 * Takes what is written, and does not get rid of it.
	 */
	private final class FullSocket extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			ByteBuf bytes = (ByteBuf) message;
			ClosedOutboundTests.this.written.append(bytes.toString(StandardCharsets.US_ASCII));
			bytes.release();
		}

	}

}
