package dev.reach.netty;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the handlers behind it from knowing of a connection until the proxy is ready to
 * pass data on, so that nothing is written, and no TLS begun, before. What goes wrong
 * until then is a failure of the proxy.
 */
abstract class ProxyGate extends ChannelDuplexHandler {

	private final ProxyRoute route;

	private boolean begun;

	private boolean done;

	private @Nullable ChannelPromise connected;

	private @Nullable Future<?> limit;

	ProxyGate(ProxyRoute route) {
		this.route = route;
	}

	final ProxyRoute route() {
		return this.route;
	}

	final boolean isDone() {
		return this.done;
	}

	// The proxy is connected, by TLS where it is to be.
	abstract void begin(ChannelHandlerContext context);

	void proceed(ChannelHandlerContext context, SocketAddress proxy, @Nullable SocketAddress local,
			ChannelPromise promise) {
		context.connect(proxy, local, promise);
	}

	String describe(Throwable failure) {
		return "broke the connection (%s)".formatted(CauseChain.reasonOf(failure));
	}

	@Override
	public final void connect(ChannelHandlerContext context, SocketAddress proxy, @Nullable SocketAddress local,
			ChannelPromise promise) {
		this.connected = promise;
		Duration timeout = this.route.connectTimeout();
		this.limit = context.executor()
			.schedule(() -> ended(context, ProxyFailure.NOT_READY, null), timeout.toMillis(), TimeUnit.MILLISECONDS);
		promise.addListener((connected) -> {
			if (!connected.isSuccess()) {
				finish();
			}
		});
		proceed(context, proxy, local, promise);
	}

	@Override
	public final void channelActive(ChannelHandlerContext context) {
		if (!this.route.isSecure()) {
			this.begun = true;
			begin(context);
		}
		readOn(context);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake) {
			if (handshake.isSuccess()) {
				this.begun = true;
				begin(context);
			}
			else {
				fail(context, ProxyTls.describe(handshake.cause(), this.route.proxy()), null);
			}
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
	}

	@Override
	public final void channelReadComplete(ChannelHandlerContext context) {
		readOn(context);
	}

	@Override
	public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.route.isSecure() && !this.begun) {
			ended(context, ProxyTls.describe(cause, this.route.proxy()), null);
		}
		else {
			ended(context, describe(cause), cause);
		}
	}

	@Override
	public final void channelInactive(ChannelHandlerContext context) {
		ended(context, "closed the connection", null);
	}

	void ended(ChannelHandlerContext context, String what, @Nullable Throwable cause) {
		fail(context, what, cause);
	}

	final void open(ChannelHandlerContext context) {
		if (finish()) {
			context.pipeline().remove(this);
			context.fireChannelActive();
		}
	}

	final void fail(ChannelHandlerContext context, String what, @Nullable Throwable cause) {
		fail(context, new ProxyFailure(what, cause));
	}

	final void fail(ChannelHandlerContext context, ProxyFailure failure) {
		if (finish()) {
			if (this.connected == null || !this.connected.tryFailure(failure)) {
				context.fireExceptionCaught(failure);
			}
			context.close();
		}
	}

	private boolean finish() {
		if (this.done) {
			return false;
		}
		this.done = true;
		if (this.limit != null) {
			this.limit.cancel(false);
		}
		return true;
	}

	private static void readOn(ChannelHandlerContext context) {
		if (!context.channel().config().isAutoRead()) {
			context.read();
		}
	}

}
