package dev.reach.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.process.ClassPath;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * The server that the contestants call, in a process of its own: Netty with one event
 * loop, which answers with bytes that are ready.
 */
public final class Stub {

	private static final ByteBuf REACH = answer(Call.JSON);

	private static final ByteBuf TWILIO = answer(Call.TWILIO_JSON);

	private Stub() {
	}

	/**
	 * Start the server.
	 * @return its process
	 * @throws IOException if it does not start
	 */
	public static Child start() throws IOException {
		return Child.java(ClassPath.all(), List.of("-Xms256m", "-Xmx256m"), Stub.class);
	}

	public static void main(String[] args) throws InterruptedException {
		Child.endWithParent();
		MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		Channel server = new ServerBootstrap().group(group)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 1024)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new HttpRequestDecoder(), new Answers());
				}

			})
			.bind("127.0.0.1", 0)
			.sync()
			.channel();
		Child.announce(((InetSocketAddress) server.localAddress()).getPort());
		server.closeFuture().sync();
	}

	private static ByteBuf answer(String json) {
		String head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
			.formatted(json.length());
		return Unpooled
			.unreleasableBuffer(Unpooled.directBuffer().writeBytes((head + json).getBytes(StandardCharsets.US_ASCII)));
	}

	private static final class Answers extends ChannelInboundHandlerAdapter {

		private ByteBuf answer = REACH;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpRequest request) {
				this.answer = request.uri().startsWith(Call.TWILIO_PATH) ? TWILIO : REACH;
			}
			if (message instanceof LastHttpContent) {
				context.write(this.answer.duplicate());
			}
			ReferenceCountUtil.release(message);
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

}
