package dev.reach.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyType;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets data through when a SOCKS proxy has connected to the target, see RFC 1928 and RFC
 * 1929. The name of the target is left to the proxy.
 */
final class SocksGate extends ProxyGate {

	private final InetSocketAddress target;

	SocksGate(ProxyRoute route, InetSocketAddress target) {
		super(route);
		this.target = target;
	}

	@Override
	void proceed(ChannelHandlerContext context, SocketAddress proxy, @Nullable SocketAddress local,
			ChannelPromise promise) {
		ProxyCredentials credentials = route().proxy().credentials();
		if (route().proxy().type() == ProxyType.SOCKS4) {
			connectBy((credentials != null) ? new Socks4ProxyHandler(proxy, credentials.username())
					: new Socks4ProxyHandler(proxy), context, local, promise);
		}
		else if (credentials == null) {
			connectBy(new Socks5ProxyHandler(proxy), context, local, promise);
		}
		else {
			Mono.fromSupplier(() -> Objects.requireNonNull(credentials.password().get()))
				.subscribeOn(Schedulers.boundedElastic())
				.map((password) -> new Socks5ProxyHandler(proxy, credentials.username(), password))
				.subscribe((handler) -> context.executor().execute(() -> connectBy(handler, context, local, promise)),
						(ex) -> context.executor()
							.execute(() -> fail(context, "was not asked: its password is not available", null)));
		}
	}

	private void connectBy(ProxyHandler socks, ChannelHandlerContext context, @Nullable SocketAddress local,
			ChannelPromise promise) {
		if (isDone()) {
			return;
		}
		socks.setConnectTimeoutMillis(0);
		context.pipeline().addBefore(context.name(), null, socks);
		context.connect(this.target, local, promise);
	}

	@Override
	void begin(ChannelHandlerContext context) {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof ProxyConnectionEvent) {
			open(context);
		}
	}

	// Netty puts the answer of the proxy last.
	@Override
	String describe(Throwable failure) {
		if (!(failure instanceof ProxyConnectException) || failure.getCause() != null) {
			return super.describe(failure);
		}
		String message = CauseChain.reasonOf(failure);
		String answer = message.substring(message.lastIndexOf(", ") + 1).strip();
		if (answer.startsWith("unexpected authMethod")) {
			return "wants other authentication: set reach.proxy.username and reach.proxy.password";
		}
		if (answer.startsWith("authStatus")) {
			return "does not accept the credentials";
		}
		return answer.equals("disconnected") ? "closed the connection"
				: "refused to connect to the target (%s)".formatted(answer);
	}

}
