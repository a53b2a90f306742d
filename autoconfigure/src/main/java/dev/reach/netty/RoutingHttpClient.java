package dev.reach.netty;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

/**
 * Sends each request directly or through the proxy chosen for it. Each way has
 * connections of its own.
 */
final class RoutingHttpClient implements ReachHttpClient, AutoCloseable {

	private static final Log logger = LogFactory.getLog(RoutingHttpClient.class);

	private final ProxySettings settings;

	private final Function<@Nullable ProxyRoute, ReactorNettyHttpClient> clients;

	private final ReactorNettyHttpClient direct;

	private final Map<Way, Proxied> proxied = new ConcurrentHashMap<>();

	private volatile boolean closed;

	RoutingHttpClient(ProxySettings settings, Function<@Nullable ProxyRoute, ReactorNettyHttpClient> clients) {
		this.settings = settings;
		this.clients = clients;
		this.direct = clients.apply(null);
	}

	void logWay(URI host) {
		ProxyDecision decision = this.settings.resolver().resolve(host);
		switch (decision.kind()) {
			case PROXY -> logger.info("Requests to %s go through the proxy %s, because of %s".formatted(Origin.of(host),
					decision.proxy(), decision.reason()));
			case DIRECT -> logger
				.info("Requests to %s go without a proxy, because of %s".formatted(Origin.of(host), decision.reason()));
			case UNDECIDED -> {
				if (logger.isDebugEnabled()) {
					logger.debug("Requests to %s go without a proxy, there is none".formatted(Origin.of(host)));
				}
			}
		}
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> client(request.uri()).exchange(withoutProxyAuthorization(request)));
	}

	private ReachHttpClient client(URI target) {
		ReachProxy proxy = resolve(this.settings, target);
		if (proxy == null || this.closed) {
			return this.direct;
		}
		Way way = Way.through(proxy, target);
		Proxied proxied = this.proxied.computeIfAbsent(way, (key) -> connect(proxy, key));
		proxied.route().use(proxy);
		return proxied.entry();
	}

	static @Nullable ReachProxy resolve(ProxySettings settings, URI target) {
		try {
			return settings.resolver().resolve(target).proxy();
		}
		catch (RuntimeException ex) {
			throw new ReachTransportException("The ProxyResolver failed with %s for %s; it was not sent"
				.formatted(ex.getClass().getSimpleName(), Origin.of(target)), ex, Delivery.NOT_SENT);
		}
	}

	private Proxied connect(ReachProxy proxy, Way way) {
		ProxyRoute route = new ProxyRoute(proxy, way.tunnelled(), this.settings);
		ReactorNettyHttpClient client = this.clients.apply(route);
		return new Proxied(route, client, way.tunnelled() ? client : new ForwardingHttpClient(client, route));
	}

	// What a proxy is to be told is not for the target.
	private static ReachHttpRequest withoutProxyAuthorization(ReachHttpRequest request) {
		return request.headers().containsHeader(HttpHeaders.PROXY_AUTHORIZATION)
				? request.mutate().headers((headers) -> headers.remove(HttpHeaders.PROXY_AUTHORIZATION)).build()
				: request;
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.direct.close();
		}
		finally {
			this.proxied.values().forEach((proxied) -> proxied.client().close());
		}
	}

	@Override
	public String toString() {
		return this.direct.toString();
	}

	private record Way(ProxyType type, String host, int port, @Nullable String username, boolean tunnelled) {

		static Way through(ReachProxy proxy, URI target) {
			ProxyCredentials credentials = proxy.credentials();
			boolean forwarded = proxy.type().isHttp() && !Origin.of(target).isSecure();
			return new Way(proxy.type(), proxy.host(), proxy.port(),
					(credentials != null) ? credentials.username() : null, !forwarded);
		}

	}

	private record Proxied(ProxyRoute route, ReactorNettyHttpClient client, ReachHttpClient entry) {

	}

}
