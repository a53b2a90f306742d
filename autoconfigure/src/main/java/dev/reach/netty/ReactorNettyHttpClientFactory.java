package dev.reach.netty;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.http.ReachWebSocketFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.socket.server.WebSocketService;

/**
 * Makes transports on Reactor Netty. Each has connections of its own, which are closed
 * with it. They send by a {@link ClientHttpConnector}, or by a {@link WebClient} if there
 * is a builder of one. Whatever the builders given bring along, the transports do not
 * follow redirects, do not repeat requests by themselves, and do not read proxies from
 * JVM properties: the client decides on all three. They do not log headers either, which
 * hold the credentials.
 *
 * @since 0.1.0
 */
public final class ReactorNettyHttpClientFactory
		implements ReachHttpClientFactory, ReachWebSocketFactory, AutoCloseable {

	private static final String NAME = "reach";

	private final WebClient.@Nullable Builder webClientBuilder;

	private final ReactorClientHttpConnectorBuilder connectorBuilder;

	private final HttpClientSettings settings;

	private final PoolSettings poolSettings;

	private final ProxySettings proxySettings;

	private final @Nullable SslContext sslContext;

	private final LoopResources eventLoops;

	private final boolean ownsEventLoops;

	private final boolean forGateway;

	/**
	 * Create a new factory.
	 * @param webClientBuilder makes the {@link WebClient} that sends, or {@code null} to
	 * send without one, which costs less; its filters, default headers and cookies apply,
	 * its connector and codecs do not
	 * @param connectorBuilder customized by the application
	 * @param settings connect and read timeout, TLS, address filter; redirects and
	 * cookies are always off
	 * @param poolSettings how connections are kept
	 * @param proxySettings how proxies are chosen and reached
	 * @param resources the event loops of the application, or {@code null} to have own
	 * ones, which end with this factory
	 */
	public ReactorNettyHttpClientFactory(WebClient.@Nullable Builder webClientBuilder,
			ReactorClientHttpConnectorBuilder connectorBuilder, HttpClientSettings settings, PoolSettings poolSettings,
			ProxySettings proxySettings, @Nullable ReactorResourceFactory resources) {
		this.webClientBuilder = (webClientBuilder != null) ? webClientBuilder.clone() : null;
		this.connectorBuilder = connectorBuilder;
		this.settings = withoutRedirectsAndCookies(settings);
		this.poolSettings = poolSettings;
		this.proxySettings = proxySettings;
		this.sslContext = null;
		this.forGateway = false;
		this.ownsEventLoops = resources == null;
		this.eventLoops = (resources != null) ? resources.getLoopResources() : LoopResources.create(NAME);
	}

	private ReactorNettyHttpClientFactory(ReactorNettyHttpClientFactory parent,
			WebClient.@Nullable Builder webClientBuilder, HttpClientSettings settings, PoolSettings poolSettings,
			ProxySettings proxySettings, @Nullable SslContext sslContext, boolean forGateway) {
		this.webClientBuilder = webClientBuilder;
		this.connectorBuilder = parent.connectorBuilder;
		this.settings = withoutRedirectsAndCookies(settings);
		this.poolSettings = poolSettings;
		this.proxySettings = proxySettings;
		this.sslContext = sslContext;
		this.forGateway = forGateway;
		this.eventLoops = parent.eventLoops;
		this.ownsEventLoops = false;
	}

	/**
	 * Return a factory with other settings that shares the event loops of this one.
	 * @param settings connect and read timeout, TLS, address filter
	 * @param poolSettings how connections are kept
	 * @param proxySettings how proxies are chosen and reached
	 * @return a factory to be used while this one is open
	 */
	public ReactorNettyHttpClientFactory withSettings(HttpClientSettings settings, PoolSettings poolSettings,
			ProxySettings proxySettings) {
		return new ReactorNettyHttpClientFactory(this, this.webClientBuilder, settings, poolSettings, proxySettings,
				this.sslContext, this.forGateway);
	}

	/**
	 * Return a factory that makes TLS connections to targets with a context of the
	 * application, and shares the event loops of this one.
	 * @param sslContext the context, in place of the SSL bundle of the settings
	 * @return a factory to be used while this one is open
	 */
	public ReactorNettyHttpClientFactory withSslContext(SslContext sslContext) {
		return new ReactorNettyHttpClientFactory(this, this.webClientBuilder, this.settings, this.poolSettings,
				this.proxySettings, sslContext, this.forGateway);
	}

	/**
	 * Return a factory for the gateway, that shares the event loops of this one. Its
	 * transports leave compressed bodies as they are, let a response take its time, and
	 * never send by a {@link WebClient}.
	 * @return a factory to be used while this one is open
	 */
	public ReactorNettyHttpClientFactory forGateway() {
		return new ReactorNettyHttpClientFactory(this, null, this.settings.withReadTimeout(null), this.poolSettings,
				this.proxySettings, this.sslContext, true);
	}

	@Override
	public ReachHttpClient create(URI host) {
		PoolGauge gauge = new PoolGauge();
		RoutingHttpClient client = new RoutingHttpClient(this.proxySettings, (route) -> client(gauge, route));
		client.logWay(host);
		return client;
	}

	private ReactorNettyHttpClient client(PoolGauge gauge, @Nullable ProxyRoute route) {
		ConnectionProvider pool = this.poolSettings.provider(NAME, gauge);
		ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
		Supplier<HttpSender> sender = SingletonSupplier.of(() -> sender(connector(pool, connections, route)));
		if (hasOwnTls()) {
			sender.get();
		}
		return new ReactorNettyHttpClient((message) -> sender.get().send(message), pool, gauge, connections, route);
	}

	// What Reactor Netty needs for TLS takes long to load, and is not needed at start-up
	// but to find mistakes.
	private boolean hasOwnTls() {
		return this.settings.sslBundle() != null || this.sslContext != null;
	}

	private ClientHttpConnector connector(ConnectionProvider pool, ChannelGroup connections,
			@Nullable ProxyRoute route) {
		UnaryOperator<HttpClient> customizer = (client) -> (route != null) ? customize(client, route)
				: customize(client);
		return this.connectorBuilder.withHttpClientFactory(() -> HttpClient.create(pool))
			.withHttpClientDefaults((client) -> client.compress(true))
			.withHttpClientCustomizer(
					(client) -> customizer.apply(client).doOnChannelInit((observer, channel, address) -> {
						connections.add(channel);
						InterimResponses.dropOn(channel);
						if (route != null) {
							route.prepare(channel, address);
						}
					}))
			.build((route != null) ? this.settings.withInetAddressFilter(null) : this.settings);
	}

	private HttpSender sender(ClientHttpConnector connector) {
		return (this.webClientBuilder == null) ? new ConnectorSender(connector)
				: new WebClientSender(this.webClientBuilder.clone()
					.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(false))
					.clientConnector(connector)
					.build());
	}

	/**
	 * Create what opens WebSockets: with the TLS, the time limits and the event loops of
	 * the transports, and through the same proxies, but always by a tunnel.
	 * @param maxMessageSize the largest message to receive, in bytes
	 * @return a client that is {@link AutoCloseable}
	 */
	@Override
	public ReachWebSocketClient createWebSocketClient(int maxMessageSize) {
		return new RoutingWebSocketClient(this.proxySettings, (route) -> webSocketClient(maxMessageSize, route));
	}

	/**
	 * Create what accepts WebSockets on a server that is Reactor Netty.
	 * @param maxMessageSize the largest message to receive, in bytes
	 * @return a service
	 */
	@Override
	public WebSocketService createWebSocketService(int maxMessageSize) {
		return new ReactorNettyWebSocketService(maxMessageSize);
	}

	private ReactorNettyWebSocketClient webSocketClient(int maxMessageSize, @Nullable ProxyRoute route) {
		ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
		Supplier<HttpClient> client = SingletonSupplier
			.of(() -> httpClient(ConnectionProvider.newConnection(), route).protocol(HttpProtocol.HTTP11)
				.compress(false)
				.doOnChannelInit((observer, channel, address) -> {
					connections.add(channel);
					if (route != null) {
						route.prepare(channel, address);
					}
				}));
		if (hasOwnTls()) {
			client.get();
		}
		return new ReactorNettyWebSocketClient(client, connections, maxMessageSize, route);
	}

	// The builder shows the client it has made to customizers only.
	private HttpClient httpClient(ConnectionProvider connections, @Nullable ProxyRoute route) {
		AtomicReference<HttpClient> made = new AtomicReference<>();
		this.connectorBuilder.withHttpClientFactory(() -> HttpClient.create(connections))
			.withHttpClientCustomizer((client) -> {
				HttpClient customized = (route != null) ? customize(client, route) : customize(client);
				made.set(customized);
				return customized;
			})
			.build((route != null) ? this.settings.withInetAddressFilter(null) : this.settings);
		return Objects.requireNonNull(made.get());
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

	private static HttpClientSettings withoutRedirectsAndCookies(HttpClientSettings settings) {
		return settings.withRedirects(HttpRedirects.DONT_FOLLOW).withCookieHandling(HttpCookieHandling.DISABLE);
	}

	private HttpClient customize(HttpClient client) {
		HttpClient customized = client.runOn(this.eventLoops)
			.disableRetry(true)
			.followRedirect(false)
			.doOnResponse((response, connection) -> ResponseArrival.noteAt(response, connection));
		if (this.forGateway) {
			customized = customized.compress(false).responseTimeout(null);
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

	/**
	 * End the event loops, if this factory has its own. The transports end with the
	 * client that uses them.
	 */
	@Override
	public void close() {
		if (this.ownsEventLoops) {
			this.eventLoops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
		}
	}

}
