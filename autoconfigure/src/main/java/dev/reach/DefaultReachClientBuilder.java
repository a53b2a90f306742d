package dev.reach;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.host.Host;
import dev.reach.host.HostSelector;
import dev.reach.host.Hosts;
import dev.reach.http.BaseUrl;
import dev.reach.http.PayloadMapper;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.middleware.DefaultCookies;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Pipeline;
import dev.reach.middleware.Pipeline.PipelineSettings;
import dev.reach.middleware.ReachHeaders;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.resilience.Resilience;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts a client together.
 */
final class DefaultReachClientBuilder implements ReachClient.Builder {

	private static final URI SERVICE = URI.create("https://api.reach.talkylabs.com");

	private List<URI> baseUrls = List.of(SERVICE);

	private HostSelector hostSelector = HostSelector.fallback();

	private @Nullable ReachCredentialsProvider credentials;

	private String userHeader = CredentialHeaders.API_USER;

	private String keyHeader = CredentialHeaders.API_KEY;

	private ReachHeaders headers = ReachHeaders.standard(List.of());

	private DefaultCookies cookies = DefaultCookies.NONE;

	private List<Middleware> middlewares = List.of();

	private Map<String, Object> state = Map.of();

	private @Nullable ReachHttpClientFactory factory;

	private @Nullable ReachHttpClient client;

	private @Nullable Hosts sharedHosts;

	private @Nullable Resilience resilience;

	private ErrorMapper errorMapper = ReachApiException::of;

	private Duration requestTimeout = Duration.ofSeconds(60);

	private DataSize maxResponseSize = DataSize.ofMegabytes(10);

	private ExchangeObserver observer = ExchangeObserver.NONE;

	private String name = "reach";

	private Clock clock = Clock.systemUTC();

	DefaultReachClientBuilder copy(@Nullable Hosts hosts) {
		DefaultReachClientBuilder copy = new DefaultReachClientBuilder();
		copy.baseUrls = this.baseUrls;
		copy.hostSelector = this.hostSelector;
		copy.credentials = this.credentials;
		copy.userHeader = this.userHeader;
		copy.keyHeader = this.keyHeader;
		copy.headers = this.headers;
		copy.cookies = this.cookies;
		copy.middlewares = this.middlewares;
		copy.state = this.state;
		copy.factory = this.factory;
		copy.client = this.client;
		copy.sharedHosts = hosts;
		copy.resilience = this.resilience;
		copy.errorMapper = this.errorMapper;
		copy.requestTimeout = this.requestTimeout;
		copy.maxResponseSize = this.maxResponseSize;
		copy.observer = this.observer;
		copy.name = this.name;
		copy.clock = this.clock;
		return copy;
	}

	@Override
	public ReachClient.Builder baseUrl(URI baseUrl) {
		return baseUrls(List.of(baseUrl));
	}

	@Override
	public ReachClient.Builder baseUrls(List<URI> baseUrls) {
		Assert.notEmpty(baseUrls, "'baseUrls' must not be empty");
		this.baseUrls = List.copyOf(baseUrls);
		this.sharedHosts = null;
		return this;
	}

	@Override
	public ReachClient.Builder hostSelector(HostSelector selector) {
		this.hostSelector = selector;
		this.sharedHosts = null;
		return this;
	}

	@Override
	public ReachClient.Builder credentials(ReachCredentialsProvider credentials) {
		this.credentials = credentials;
		return this;
	}

	@Override
	public ReachClient.Builder credentialHeaders(String userHeader, String keyHeader) {
		this.userHeader = userHeader;
		this.keyHeader = keyHeader;
		return this;
	}

	@Override
	public ReachClient.Builder headers(ReachHeaders headers) {
		this.headers = headers;
		return this;
	}

	@Override
	public ReachClient.Builder header(String name, String value) {
		return headers(this.headers.with(name, value));
	}

	@Override
	public ReachClient.Builder cookie(String name, String value) {
		this.cookies = this.cookies.with(name, value);
		return this;
	}

	@Override
	public ReachClient.Builder middleware(Middleware middleware) {
		this.middlewares = Stream.concat(this.middlewares.stream(), Stream.of(middleware)).toList();
		return this;
	}

	@Override
	public ReachClient.Builder state(Map<String, Object> state) {
		this.state = Map.copyOf(state);
		return this;
	}

	@Override
	public ReachClient.Builder httpClientFactory(ReachHttpClientFactory factory) {
		this.factory = factory;
		this.client = null;
		this.sharedHosts = null;
		return this;
	}

	@Override
	public ReachClient.Builder httpClient(ReachHttpClient client) {
		this.client = client;
		this.sharedHosts = null;
		return this;
	}

	@Override
	public ReachClient.Builder errorMapper(ErrorMapper errorMapper) {
		this.errorMapper = errorMapper;
		return this;
	}

	@Override
	public ReachClient.Builder requestTimeout(Duration requestTimeout) {
		Assert.isTrue(requestTimeout.compareTo(Duration.ZERO) > 0, "'requestTimeout' must be more than zero");
		this.requestTimeout = requestTimeout;
		return this;
	}

	@Override
	public ReachClient.Builder maxResponseSize(DataSize maxResponseSize) {
		Assert.isTrue(maxResponseSize.toBytes() > 0 && maxResponseSize.toBytes() <= Integer.MAX_VALUE,
				"'maxResponseSize' must be more than zero and less than 2 GB");
		this.maxResponseSize = maxResponseSize;
		return this;
	}

	@Override
	public ReachClient.Builder resilience(Resilience resilience) {
		this.resilience = resilience;
		return this;
	}

	@Override
	public ReachClient.Builder observer(ExchangeObserver observer) {
		this.observer = observer;
		return this;
	}

	@Override
	public ReachClient.Builder name(String name) {
		this.name = name;
		return this;
	}

	@Override
	public ReachClient.Builder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	@Override
	public ReachClient build() {
		if (this.credentials == null) {
			throw new ReachConfigurationException(
					"The client has no credentials; give the builder a ReachCredentialsProvider");
		}
		List<BaseUrl> bases = this.baseUrls.stream().map(BaseUrl::new).toList();
		CredentialHeaders credentialHeaders = new CredentialHeaders(this.credentials, this.userHeader, this.keyHeader,
				bases.stream().map(BaseUrl::origin).collect(Collectors.toSet()));
		List<AutoCloseable> owned = new ArrayList<>();
		try {
			return new DefaultReachClient(copy(this.sharedHosts).core(bases, credentialHeaders, owned));
		}
		catch (RuntimeException ex) {
			ClientCore.closeAll(owned);
			throw ex;
		}
	}

	String name() {
		return this.name;
	}

	Resilience resilience() {
		if (this.resilience == null) {
			this.resilience = Resilience.standard();
		}
		return this.resilience;
	}

	private ClientCore core(List<BaseUrl> bases, CredentialHeaders credentialHeaders, List<AutoCloseable> owned) {
		Hosts hosts = (this.sharedHosts != null) ? this.sharedHosts : hosts(bases, owned);
		PipelineSettings settings = new PipelineSettings(this.name, this.headers, this.cookies, this.state,
				this.requestTimeout, (int) this.maxResponseSize.toBytes(), this.observer);
		Pipeline pipeline = new Pipeline(settings, hosts, this.middlewares, credentialHeaders, resilience());
		return new ClientCore(this, hosts, pipeline, declared(pipeline), owned);
	}

	private Hosts hosts(List<BaseUrl> bases, List<AutoCloseable> owned) {
		if (this.client == null && this.factory == null) {
			this.factory = defaultFactory(owned);
		}
		return new Hosts(bases.stream().map((base) -> new Host(base, transport(base, owned))).toList(),
				this.hostSelector);
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

	private DeclaredClients declared(Pipeline pipeline) {
		JsonMapper jsonMapper = PayloadMapper.create();
		PayloadReader payloads = new PayloadReader(jsonMapper, this.errorMapper);
		RequestValuesMapper requests = new RequestValuesMapper(jsonMapper, this.clock);
		return new DeclaredClients(new PipelineExchangeAdapter(pipeline, requests, payloads),
				new ParametersArgumentResolver(jsonMapper));
	}

	private static ReachHttpClientFactory defaultFactory(List<AutoCloseable> owned) {
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
		ReactorNettyHttpClientFactory factory = new ReactorNettyHttpClientFactory(WebClient.builder(),
				ClientHttpConnectorBuilder.reactor(), settings, PoolSettings.defaults(), ProxySettings.none(), null);
		owned.add(factory);
		return factory;
	}

}
