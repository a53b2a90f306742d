package dev.reach;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.reach.host.Host;
import dev.reach.host.HostSelector;
import dev.reach.host.Hosts;
import dev.reach.http.BaseUrl;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.util.Assert;

/**
 * Where a client sends to, and by what. A copy leads to the same hosts until it is told
 * something else.
 */
final class HostsBuilder {

	private static final URI SERVICE = URI.create("https://api.reach.talkylabs.com");

	private List<URI> baseUrls = List.of(SERVICE);

	private HostSelector selector = HostSelector.fallback();

	private @Nullable ReachHttpClientFactory factory;

	private @Nullable ReachHttpClient client;

	private @Nullable Hosts shared;

	HostsBuilder copy(@Nullable Hosts shared) {
		HostsBuilder copy = new HostsBuilder();
		copy.baseUrls = this.baseUrls;
		copy.selector = this.selector;
		copy.factory = this.factory;
		copy.client = this.client;
		copy.shared = shared;
		return copy;
	}

	HostsBuilder copy() {
		return copy(this.shared);
	}

	void baseUrls(List<URI> baseUrls) {
		Assert.notEmpty(baseUrls, "'baseUrls' must not be empty");
		this.baseUrls = List.copyOf(baseUrls);
		this.shared = null;
	}

	void selector(HostSelector selector) {
		this.selector = selector;
		this.shared = null;
	}

	void factory(ReachHttpClientFactory factory) {
		this.factory = factory;
		this.client = null;
		this.shared = null;
	}

	void client(ReachHttpClient client) {
		this.client = client;
		this.shared = null;
	}

	Set<Origin> origins() {
		return this.baseUrls.stream().map((url) -> new BaseUrl(url).origin()).collect(Collectors.toSet());
	}

	Hosts build(List<AutoCloseable> owned) {
		if (this.shared != null) {
			return this.shared;
		}
		List<BaseUrl> bases = this.baseUrls.stream().map(BaseUrl::new).toList();
		if (this.client == null && this.factory == null) {
			this.factory = defaultFactory(owned);
		}
		return new Hosts(bases.stream().map((base) -> new Host(base, transport(base, owned))).toList(), this.selector);
	}

	private ReachHttpClient transport(BaseUrl base, List<AutoCloseable> owned) {
		if (this.client != null) {
			return this.client;
		}
		ReachHttpClient transport = Objects.requireNonNull(this.factory).create(base.uri());
		if (transport instanceof AutoCloseable closeable) {
			owned.add(0, closeable);
		}
		return transport;
	}

	private static ReachHttpClientFactory defaultFactory(List<AutoCloseable> owned) {
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
		ReactorNettyHttpClientFactory factory = new ReactorNettyHttpClientFactory(null,
				ClientHttpConnectorBuilder.reactor(), settings, PoolSettings.defaults(), ProxySettings.none(), null);
		owned.add(factory);
		return factory;
	}

}
