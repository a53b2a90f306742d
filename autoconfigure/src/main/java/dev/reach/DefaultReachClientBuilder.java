package dev.reach;

import java.net.CookieManager;
import java.net.CookieStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ResponseValidator;
import dev.reach.host.HostSelector;
import dev.reach.host.Hosts;
import dev.reach.http.OwnedResources;
import dev.reach.http.PathRewrite;
import dev.reach.http.PayloadMapper;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.RequestCompression;
import dev.reach.middleware.DefaultCookies;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Pipeline;
import dev.reach.middleware.Pipeline.PipelineSettings;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.middleware.RequestLog;
import dev.reach.resilience.Resilience;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Puts a client together.
 */
final class DefaultReachClientBuilder implements ReachClient.Builder {

	private final HostsBuilder hosts;

	private @Nullable ReachCredentialsProvider credentials;

	private AuthScheme authScheme = AuthScheme.headers();

	private RequestSigner signer = RequestSigner.NONE;

	private PathRewrite rewrite = PathRewrite.NONE;

	private ReachHeaders headers = ReachHeaders.standard(List.of());

	private DefaultCookies cookies = DefaultCookies.NONE;

	private @Nullable CookieStore cookieStore;

	private RedirectPolicy redirectPolicy = RedirectPolicy.never();

	private int maxRedirects = 20;

	private RequestCompression compression = RequestCompression.NONE;

	private List<Middleware> middlewares = List.of();

	private Supplier<Map<String, Object>> state = Map::of;

	private @Nullable Resilience resilience;

	private ErrorMapper errorMapper = ReachApiException::of;

	private @Nullable ResponseValidator responseValidator;

	private boolean failOnUnexpectedStatus;

	private Duration requestTimeout = Duration.ofSeconds(60);

	private DataSize maxResponseSize = DataSize.ofMegabytes(10);

	private RequestLog log = RequestLog.NONE;

	private ExchangeObserver observer = ExchangeObserver.NONE;

	private String name = "reach";

	private Clock clock = Clock.systemUTC();

	DefaultReachClientBuilder() {
		this.hosts = new HostsBuilder();
	}

	DefaultReachClientBuilder(DefaultReachClientBuilder other, HostsBuilder hosts) {
		this.hosts = hosts;
		this.credentials = other.credentials;
		this.authScheme = other.authScheme;
		this.signer = other.signer;
		this.rewrite = other.rewrite;
		this.headers = other.headers;
		this.cookies = other.cookies;
		this.cookieStore = other.cookieStore;
		this.redirectPolicy = other.redirectPolicy;
		this.maxRedirects = other.maxRedirects;
		this.compression = other.compression;
		this.middlewares = other.middlewares;
		this.state = other.state;
		this.resilience = other.resilience;
		this.errorMapper = other.errorMapper;
		this.responseValidator = other.responseValidator;
		this.failOnUnexpectedStatus = other.failOnUnexpectedStatus;
		this.requestTimeout = other.requestTimeout;
		this.maxResponseSize = other.maxResponseSize;
		this.log = other.log;
		this.observer = other.observer;
		this.name = other.name;
		this.clock = other.clock;
	}

	@Override
	public ReachClient.Builder baseUrl(URI baseUrl) {
		return baseUrls(List.of(baseUrl));
	}

	@Override
	public ReachClient.Builder baseUrls(List<URI> baseUrls) {
		this.hosts.baseUrls(baseUrls);
		return this;
	}

	@Override
	public ReachClient.Builder hostSelector(HostSelector selector) {
		this.hosts.selector(selector);
		return this;
	}

	@Override
	public ReachClient.Builder httpClientFactory(ReachHttpClientFactory factory) {
		this.hosts.factory(factory);
		return this;
	}

	@Override
	public ReachClient.Builder httpClient(ReachHttpClient client) {
		this.hosts.client(client);
		return this;
	}

	// The cookies of one account are not for another.
	@Override
	public ReachClient.Builder credentials(ReachCredentialsProvider credentials) {
		if (this.credentials != null && this.cookieStore != null) {
			this.cookieStore = new CookieManager().getCookieStore();
		}
		this.credentials = credentials;
		return this;
	}

	@Override
	public ReachClient.Builder authScheme(AuthScheme scheme) {
		this.authScheme = scheme;
		return this;
	}

	@Override
	public ReachClient.Builder requestSigner(RequestSigner signer) {
		this.signer = signer;
		return this;
	}

	@Override
	public ReachClient.Builder rewritePath(PathRewrite rewrite) {
		this.rewrite = rewrite;
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
	public ReachClient.Builder cookieStore(@Nullable CookieStore store) {
		this.cookieStore = store;
		return this;
	}

	@Override
	public ReachClient.Builder redirectPolicy(RedirectPolicy policy) {
		this.redirectPolicy = policy;
		return this;
	}

	@Override
	public ReachClient.Builder maxRedirects(int maxRedirects) {
		Assert.isTrue(maxRedirects > 0, "'maxRedirects' must be more than zero");
		this.maxRedirects = maxRedirects;
		return this;
	}

	@Override
	public ReachClient.Builder compression(RequestCompression compression) {
		this.compression = compression;
		return this;
	}

	@Override
	public ReachClient.Builder middleware(Middleware middleware) {
		this.middlewares = Stream.concat(this.middlewares.stream(), Stream.of(middleware)).toList();
		return this;
	}

	@Override
	public ReachClient.Builder state(Supplier<Map<String, Object>> state) {
		this.state = state;
		return this;
	}

	@Override
	public ReachClient.Builder errorMapper(ErrorMapper errorMapper) {
		this.errorMapper = errorMapper;
		return this;
	}

	@Override
	public ReachClient.Builder responseValidator(ResponseValidator validator) {
		this.responseValidator = validator;
		return this;
	}

	@Override
	public ReachClient.Builder failOnUnexpectedStatus(boolean fail) {
		this.failOnUnexpectedStatus = fail;
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
	public ReachClient.Builder log(RequestLog log) {
		this.log = log;
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
		CredentialHeaders credentialHeaders = new CredentialHeaders(this.credentials, this.authScheme,
				this.hosts.origins());
		List<AutoCloseable> owned = new ArrayList<>();
		try {
			DefaultReachClientBuilder copy = new DefaultReachClientBuilder(this, this.hosts.copy());
			return new DefaultReachClient(copy.core(credentialHeaders, owned));
		}
		catch (RuntimeException ex) {
			new OwnedResources(owned).close();
			throw ex;
		}
	}

	DefaultReachClientBuilder copy(Hosts shared) {
		return new DefaultReachClientBuilder(this, this.hosts.copy(shared));
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

	private ClientCore core(CredentialHeaders credentialHeaders, List<AutoCloseable> owned) {
		Hosts hosts = this.hosts.build(owned);
		PipelineSettings settings = new PipelineSettings(this.name, this.rewrite, this.headers, this.cookies,
				this.cookieStore, this.compression, this.redirectPolicy, this.maxRedirects, this.state,
				this.requestTimeout, (int) this.maxResponseSize.toBytes(), this.log, this.observer);
		Pipeline pipeline = new Pipeline(settings, hosts, this.middlewares, credentialHeaders, this.signer,
				resilience());
		JsonMapper jsonMapper = PayloadMapper.create();
		ErrorResponseReader errors = new ErrorResponseReader(new ErrorBodyReader(jsonMapper));
		ExpectedStatuses exchanges = new ExpectedStatuses(pipeline, errors, settings.maxResponseSize());
		PayloadReader payloads = new PayloadReader(jsonMapper, this.errorMapper, this.responseValidator, errors);
		RequestValuesMapper requests = new RequestValuesMapper(jsonMapper, this.clock);
		DeclaredClients declared = new DeclaredClients(() -> new PipelineExchangeAdapter(exchanges, requests, payloads),
				new ParametersArgumentResolver(jsonMapper), new OperationNames(this.failOnUnexpectedStatus));
		return new ClientCore(this, hosts, pipeline, exchanges, declared, owned);
	}

}
