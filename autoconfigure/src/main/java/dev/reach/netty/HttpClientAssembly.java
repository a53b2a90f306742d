package dev.reach.netty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * Puts clients of Reactor Netty together, from the builder of the application and with
 * what it must not change.
 *
 * @param connectorBuilder customized by the application
 * @param settings connect and read timeout, TLS, address filter
 * @param sslContext TLS to targets in place of that of the settings, or {@code null}
 * @param eventLoops where the clients run
 * @param relaying whether they are for the gateway
 */
record HttpClientAssembly(ReactorClientHttpConnectorBuilder connectorBuilder, HttpClientSettings settings,
		@Nullable SslContext sslContext, LoopResources eventLoops, boolean relaying) {

	private static final int RELAYED_PIECE = 16 * 1024;

	HttpClientAssembly {
		settings = settings.withRedirects(HttpRedirects.DONT_FOLLOW).withCookieHandling(HttpCookieHandling.DISABLE);
	}

	HttpClientAssembly withSettings(HttpClientSettings settings) {
		return new HttpClientAssembly(this.connectorBuilder, settings, this.sslContext, this.eventLoops, this.relaying);
	}

	HttpClientAssembly withSslContext(SslContext sslContext) {
		return new HttpClientAssembly(this.connectorBuilder, this.settings, sslContext, this.eventLoops, this.relaying);
	}

	HttpClientAssembly forGateway() {
		return new HttpClientAssembly(this.connectorBuilder, this.settings.withReadTimeout(null), this.sslContext,
				this.eventLoops, true);
	}

	// What Reactor Netty needs for TLS takes long to load, and is not needed at start-up
	// but to find mistakes.
	boolean hasOwnTls() {
		return this.settings.sslBundle() != null || this.sslContext != null;
	}

	HttpClient client(ConnectionProvider pool, OpenConnections connections, @Nullable ProxyRoute route) {
		return track(
				build(pool, route).doOnChannelInit((observer, channel, address) -> InterimResponses.dropOn(channel)),
				connections, route);
	}

	HttpClient webSocketClient(OpenConnections connections, @Nullable ProxyRoute route) {
		return track(build(ConnectionProvider.newConnection(), route).protocol(HttpProtocol.HTTP11).compress(false),
				connections, route);
	}

	// The builder shows the client it has made to customizers only.
	private HttpClient build(ConnectionProvider pool, @Nullable ProxyRoute route) {
		AtomicReference<HttpClient> made = new AtomicReference<>();
		this.connectorBuilder.withHttpClientFactory(() -> HttpClient.create(pool))
			.withHttpClientDefaults((client) -> client.compress(true))
			.withHttpClientCustomizer((client) -> {
				made.set((route != null) ? customize(client, route) : customize(client));
				return made.get();
			})
			.build((route != null) ? this.settings.withInetAddressFilter(null) : this.settings);
		return Objects.requireNonNull(made.get());
	}

	private static HttpClient track(HttpClient client, OpenConnections connections, @Nullable ProxyRoute route) {
		return client.doOnChannelInit((observer, channel, address) -> {
			connections.add(channel);
			if (route != null) {
				route.prepare(channel, address);
			}
		});
	}

	// The filter is asked about the target, not about the proxy.
	@SuppressWarnings("unchecked")
	private HttpClient customize(HttpClient client, ProxyRoute route) {
		HttpClient customized = customize(client.noProxy());
		AddressResolverGroup<InetSocketAddress> names = (AddressResolverGroup<InetSocketAddress>) Objects
			.requireNonNull(customized.configuration().resolver());
		return customized.resolver(route.addresses(names, this.settings.inetAddressFilter()))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(route.connectTimeout().toMillis()));
	}

	private HttpClient customize(HttpClient client) {
		HttpClient customized = client.runOn(this.eventLoops).disableRetry(true).followRedirect(false);
		if (this.relaying) {
			customized = withLargerPieces(customized.compress(false).responseTimeout(null));
		}
		if (!customized.configuration().hasProxy() && customized.configuration().resolver() == null) {
			customized = customized.resolver((resolver) -> resolver.runOn(this.eventLoops));
		}
		if (this.sslContext != null) {
			SslContext own = this.sslContext;
			customized = customized.secure((spec) -> spec.sslContext(own));
		}
		Duration connectTimeout = this.settings.connectTimeout();
		return (connectTimeout != null) ? limitHandshake(customized, connectTimeout) : customized;
	}

	// Netty cuts what it has read into pieces of 8 KiB, each of which takes all steps of
	// the relay.
	@SuppressWarnings("deprecation") // Netty 5 does not cut
	private static HttpClient withLargerPieces(HttpClient client) {
		HttpResponseDecoderSpec configured = client.configuration().decoder();
		int size = Math.max(configured.maxChunkSize(), RELAYED_PIECE);
		return client.httpResponseDecoder((defaults) -> configured.maxChunkSize(size));
	}

	private static HttpClient limitHandshake(HttpClient client, Duration timeout) {
		SslProvider configured = client.configuration().sslProvider();
		if (configured == null) {
			boolean http2 = Arrays.asList(client.configuration().protocols()).contains(HttpProtocol.H2);
			GenericSslContextSpec<SslContextBuilder> defaults = http2 ? Http2SslContextSpec.forClient()
					: Http11SslContextSpec.forClient();
			return client.secure((spec) -> spec.sslContext(defaults).handshakeTimeout(timeout));
		}
		return client.secure(SslProvider.addHandlerConfigurator(configured,
				(SslHandler handler) -> handler.setHandshakeTimeoutMillis(timeout.toMillis())));
	}

}
