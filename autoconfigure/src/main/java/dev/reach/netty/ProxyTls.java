package dev.reach.netty;

import java.net.SocketAddress;

import javax.net.ssl.SSLException;

import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS to the proxy itself. Passes everything to a handler that is not seen in the
 * pipeline: others look there for the {@link SslHandler} of the target.
 *
 * @param tls does the work
 */
record ProxyTls(SslHandler tls) implements ChannelInboundHandler, ChannelOutboundHandler {

	// "HTTP/" as it stands in the message of NotSslRecordException.
	private static final String HTTP = "485454502f";

	static SslContext context(@Nullable SslBundle bundle) {
		SslContextBuilder builder = SslContextBuilder.forClient();
		if (bundle != null) {
			SslOptions options = bundle.getOptions();
			builder.keyManager(bundle.getManagers().getKeyManagerFactory())
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.ciphers(SslOptions.asSet(options.getCiphers()))
				.protocols(options.getEnabledProtocols());
		}
		try {
			return builder.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("TLS to the proxy cannot be set up", ex);
		}
	}

	static String describe(Throwable failure, ReachProxy proxy) {
		String plain = new ReachProxy(ProxyType.HTTP, proxy.host(), proxy.port(), null).toString();
		for (Throwable link : CauseChain.of(failure).links()) {
			if (link instanceof NotSslRecordException) {
				String message = String.valueOf(link.getMessage()).contains(HTTP)
						? "speaks plain HTTP, not TLS: write its URL as %s" : "does not speak TLS: write its URL as %s";
				return message.formatted(plain);
			}
			if (link instanceof SslHandshakeTimeoutException) {
				return "is not ready within reach.proxy.connect-timeout";
			}
		}
		return "could not be reached by TLS (%s); if it speaks plain HTTP, write its URL as %s"
			.formatted(CauseChain.of(failure).tlsReason(), plain);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) throws Exception {
		this.tls.handlerAdded(context);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) throws Exception {
		this.tls.handlerRemoved(context);
	}

	@Override
	public void channelRegistered(ChannelHandlerContext context) throws Exception {
		this.tls.channelRegistered(context);
	}

	@Override
	public void channelUnregistered(ChannelHandlerContext context) throws Exception {
		this.tls.channelUnregistered(context);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) throws Exception {
		this.tls.channelActive(context);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		this.tls.channelInactive(context);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		this.tls.channelRead(context, message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		this.tls.channelReadComplete(context);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		this.tls.userEventTriggered(context, event);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
		this.tls.channelWritabilityChanged(context);
	}

	@Override
	@SuppressWarnings("deprecation")
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
		this.tls.exceptionCaught(context, cause);
	}

	@Override
	public void bind(ChannelHandlerContext context, SocketAddress local, ChannelPromise promise) throws Exception {
		this.tls.bind(context, local, promise);
	}

	@Override
	public void connect(ChannelHandlerContext context, SocketAddress remote, @Nullable SocketAddress local,
			ChannelPromise promise) throws Exception {
		this.tls.connect(context, remote, local, promise);
	}

	@Override
	public void disconnect(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
		this.tls.disconnect(context, promise);
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
		this.tls.close(context, promise);
	}

	@Override
	public void deregister(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
		this.tls.deregister(context, promise);
	}

	@Override
	public void read(ChannelHandlerContext context) throws Exception {
		this.tls.read(context);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		this.tls.write(context, message, promise);
	}

	@Override
	public void flush(ChannelHandlerContext context) throws Exception {
		this.tls.flush(context);
	}

}
