package dev.reach.netty;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;

/**
 * Opens each WebSocket by the way that the {@link dev.reach.proxy.ProxyResolver} decides
 * on. Through proxies of all kinds it goes by a tunnel.
 */
final class RoutingWebSocketClient implements ReachWebSocketClient, AutoCloseable {

	private final ProxySettings settings;

	private final Function<@Nullable ProxyRoute, ReactorNettyWebSocketClient> clients;

	private final ReactorNettyWebSocketClient direct;

	private final Map<Way, Proxied> proxied = new ConcurrentHashMap<>();

	private volatile boolean closed;

	RoutingWebSocketClient(ProxySettings settings,
			Function<@Nullable ProxyRoute, ReactorNettyWebSocketClient> clients) {
		this.settings = settings;
		this.clients = clients;
		this.direct = clients.apply(null);
	}

	@Override
	public Mono<ReachHttpResponse> open(ReachHttpRequest handshake, WebSocketHandler handler) {
		return Mono.defer(() -> client(handshake.uri()).open(handshake, handler));
	}

	private ReactorNettyWebSocketClient client(URI target) {
		ReachProxy proxy = RoutingHttpClient.resolve(this.settings, target);
		if (proxy == null || this.closed) {
			return this.direct;
		}
		Proxied proxied = this.proxied.computeIfAbsent(Way.through(proxy), (way) -> {
			ProxyRoute route = new ProxyRoute(proxy, true, this.settings);
			return new Proxied(route, this.clients.apply(route));
		});
		proxied.route().use(proxy);
		return proxied.client();
	}

	@Override
	public void close() {
		this.closed = true;
		this.direct.close();
		this.proxied.values().forEach((proxied) -> proxied.client().close());
	}

	private record Way(ProxyType type, String host, int port, @Nullable String username) {

		static Way through(ReachProxy proxy) {
			ProxyCredentials credentials = proxy.credentials();
			return new Way(proxy.type(), proxy.host(), proxy.port(),
					(credentials != null) ? credentials.username() : null);
		}

	}

	private record Proxied(ProxyRoute route, ReactorNettyWebSocketClient client) {

	}

}
