package dev.reach.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import dev.reach.proxy.ProxyAuthorization;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

import org.springframework.boot.http.client.InetAddressFilter;

/**
 * The way to targets through one proxy: by tunnels, or by requests that it forwards.
 */
final class ProxyRoute implements AutoCloseable {

	private final boolean tunnelled;

	private final Duration connectTimeout;

	private final ProxyAuthorization authorization;

	private final @Nullable SslContext sslContext;

	private volatile ReachProxy proxy;

	private volatile @Nullable ProxyAddresses addresses;

	ProxyRoute(ReachProxy proxy, boolean tunnelled, ProxySettings settings) {
		this.proxy = proxy;
		this.tunnelled = tunnelled;
		this.connectTimeout = settings.connectTimeout();
		this.authorization = new ProxyAuthorization(settings.authenticator());
		this.sslContext = (proxy.type() == ProxyType.HTTPS) ? ProxyTls.context(settings.sslBundle()) : null;
	}

	ReachProxy proxy() {
		return this.proxy;
	}

	// The same proxy as before, but perhaps with other credentials.
	void use(ReachProxy proxy) {
		this.proxy = proxy;
	}

	boolean isSecure() {
		return this.sslContext != null;
	}

	boolean isTunnelled() {
		return this.tunnelled;
	}

	Duration connectTimeout() {
		return this.connectTimeout;
	}

	ProxyAuthorization.Attempt attempt(String method, String target) {
		return this.authorization.attempt(this.proxy, method, target);
	}

	ProxyAddresses addresses(AddressResolverGroup<InetSocketAddress> names, @Nullable InetAddressFilter filter) {
		ProxyAddresses addresses = new ProxyAddresses(this.proxy, names, filter);
		this.addresses = addresses;
		return addresses;
	}

	void prepare(Channel channel, @Nullable SocketAddress address) {
		if (!(address instanceof InetSocketAddress target)) {
			throw new IllegalArgumentException("A proxy cannot connect to " + address);
		}
		ChannelPipeline pipeline = channel.pipeline();
		pipeline.addFirst(gate(target));
		if (this.sslContext != null) {
			SslHandler tls = this.sslContext.newHandler(channel.alloc(), this.proxy.host(), this.proxy.port());
			tls.setHandshakeTimeoutMillis(this.connectTimeout.toMillis());
			pipeline.addFirst(tls);
		}
		if (!this.tunnelled && pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, null, new AbsoluteForm(target));
		}
	}

	private ProxyGate gate(InetSocketAddress target) {
		if (!this.proxy.type().isHttp()) {
			return new SocksGate(this, target);
		}
		return this.tunnelled ? new ConnectGate(this, target) : new ForwardGate(this);
	}

	@Override
	public void close() {
		ProxyAddresses addresses = this.addresses;
		if (addresses != null) {
			addresses.close();
		}
	}

}
