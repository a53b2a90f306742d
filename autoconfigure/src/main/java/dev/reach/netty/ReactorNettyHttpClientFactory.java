package dev.reach.netty;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.http.ReachWebSocketFactory;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.socket.server.WebSocketService;

/**
 * Makes transports on Reactor Netty. Each has connections of its own, which are closed
 * with it. They send by an {@link HttpClient}, or by a {@link WebClient} if there is a
 * builder of one. Whatever the builders given bring along, the transports do not follow
 * redirects, do not repeat requests by themselves, and do not read proxies from JVM
 * properties: the client decides on all three. They do not log headers either, which hold
 * the credentials.
 *
 * @since 0.1.0
 */
public final class ReactorNettyHttpClientFactory
		implements ReachHttpClientFactory, ReachWebSocketFactory, AutoCloseable {

	private static final String NAME = "reach";

	private final WebClient.@Nullable Builder webClientBuilder;

	private final HttpClientAssembly assembly;

	private final PoolSettings poolSettings;

	private final ProxySettings proxySettings;

	private final boolean ownsEventLoops;

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
		this((webClientBuilder != null) ? webClientBuilder.clone() : null,
				new HttpClientAssembly(connectorBuilder, settings, null,
						(resources != null) ? resources.getLoopResources() : ownEventLoops(), false),
				poolSettings, proxySettings, resources == null);
	}

	private ReactorNettyHttpClientFactory(WebClient.@Nullable Builder webClientBuilder, HttpClientAssembly assembly,
			PoolSettings poolSettings, ProxySettings proxySettings, boolean ownsEventLoops) {
		this.webClientBuilder = webClientBuilder;
		this.assembly = assembly;
		this.poolSettings = poolSettings;
		this.proxySettings = proxySettings;
		this.ownsEventLoops = ownsEventLoops;
	}

	// Colocated, all connections that a bulk opens would be on the event loop it began
	// at.
	private static LoopResources ownEventLoops() {
		return LoopResources.create(NAME, LoopResources.DEFAULT_IO_SELECT_COUNT, LoopResources.DEFAULT_IO_WORKER_COUNT,
				true, false);
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
		return new ReactorNettyHttpClientFactory(this.webClientBuilder, this.assembly.withSettings(settings),
				poolSettings, proxySettings, false);
	}

	/**
	 * Return a factory that makes TLS connections to targets with a context of the
	 * application, and shares the event loops of this one.
	 * @param sslContext the context, in place of the SSL bundle of the settings
	 * @return a factory to be used while this one is open
	 */
	public ReactorNettyHttpClientFactory withSslContext(SslContext sslContext) {
		return new ReactorNettyHttpClientFactory(this.webClientBuilder, this.assembly.withSslContext(sslContext),
				this.poolSettings, this.proxySettings, false);
	}

	/**
	 * Return a factory for the gateway, that shares the event loops of this one. Its
	 * transports leave compressed bodies as they are, let a response take its time, and
	 * never send by a {@link WebClient}.
	 * @return a factory to be used while this one is open
	 */
	public ReactorNettyHttpClientFactory forGateway() {
		return new ReactorNettyHttpClientFactory(null, this.assembly.forGateway(), this.poolSettings,
				this.proxySettings, false);
	}

	@Override
	public ReachHttpClient create(URI host) {
		PoolGauge gauge = new PoolGauge();
		RoutingHttpClient client = new RoutingHttpClient(this.proxySettings, (route) -> client(gauge, route));
		client.logWay(host);
		return client;
	}

	private ReactorNettyHttpClient client(PoolGauge gauge, @Nullable ProxyRoute route) {
		Supplier<ConnectionProvider> pool = SingletonSupplier.of(() -> this.poolSettings.provider(NAME, gauge));
		OpenConnections connections = new OpenConnections();
		Supplier<HttpSender> sender = SingletonSupplier
			.of(() -> sender(this.assembly.client(pool.get(), connections, route)));
		if (this.assembly.hasOwnTls()) {
			sender.get();
		}
		return new ReactorNettyHttpClient((message) -> sender.get().send(message), pool, gauge, connections, route);
	}

	private HttpSender sender(HttpClient client) {
		return (this.webClientBuilder == null) ? new HttpClientSender(client)
				: new WebClientSender(this.webClientBuilder.clone()
					.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(false))
					.clientConnector(new ReactorClientHttpConnector(client))
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
		OpenConnections connections = new OpenConnections();
		Supplier<HttpClient> client = SingletonSupplier.of(() -> this.assembly.webSocketClient(connections, route));
		if (this.assembly.hasOwnTls()) {
			client.get();
		}
		return new ReactorNettyWebSocketClient(client, connections, maxMessageSize, route);
	}

	/**
	 * End the event loops, if this factory has its own. The transports end with the
	 * client that uses them.
	 */
	@Override
	public void close() {
		if (this.ownsEventLoops) {
			this.assembly.eventLoops().disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
		}
	}

}
