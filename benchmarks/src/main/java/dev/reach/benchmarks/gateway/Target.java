package dev.reach.benchmarks.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import dev.reach.benchmarks.process.Child;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.resources.LoopResources;

/**
 * The target of all gateways, as plain as can be: the less it takes of the cores it
 * shares with them, the less of what is measured is its own. Its responses are made once.
 */
public final class Target {

	private static final ByteBuf SMALL = response(1 << 10);

	private static final ByteBuf MIDDLE = response(1 << 16);

	private static final ByteBuf LARGE = response(1 << 20);

	private Target() {
	}

	public static void main(String[] args) throws InterruptedException {
		Child.endWithParent();
		LoopResources loops = LoopResources.create("target", 1, true);
		EventLoopGroup group = loops.onServer(true);
		Channel server = new ServerBootstrap().group(group)
			.channelFactory(() -> loops.onChannel(ServerSocketChannel.class, group))
			.childHandler(new Connection())
			.bind(InetAddress.getLoopbackAddress(), 0)
			.sync()
			.channel();
		Child.announce(((InetSocketAddress) server.localAddress()).getPort());
		server.closeFuture().sync();
	}

	private static ByteBuf response(int size) {
		byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(size)
			.getBytes(StandardCharsets.US_ASCII);
		ByteBuf response = Unpooled.directBuffer(head.length + size).writeBytes(head).writeZero(size);
		return Unpooled.unreleasableBuffer(response);
	}

	/**
	 * What a connection consists of.
	 */
	private static final class Connection extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline()
				.addLast(new HttpRequestDecoder(new HttpDecoderConfig().setMaxChunkSize(1 << 16)))
				.addLast(new Answers());
		}

	}

	/**
	 * Answers by path as soon as a request is complete.
	 */
	private static final class Answers extends SimpleChannelInboundHandler<HttpObject> {

		private ByteBuf response = SMALL;

		@Override
		protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
			if (message instanceof HttpRequest request) {
				this.response = switch (request.uri()) {
					case "/1m" -> LARGE;
					case "/64k" -> MIDDLE;
					default -> SMALL;
				};
			}
			if (message instanceof LastHttpContent) {
				context.writeAndFlush(this.response.duplicate());
			}
		}

	}

}
