package dev.reach.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachConfigurationException;
import dev.reach.host.Host;
import dev.reach.host.HostSelector;
import dev.reach.host.Hosts;
import dev.reach.http.BaseUrl;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.http.ReachWebSocketFactory;
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
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/**
 * Puts a handler together.
 */
final class DefaultHttpProxyHandlerBuilder implements HttpProxyHandler.Builder {

	private static final CredentialHeaders NO_CREDENTIALS = new CredentialHeaders(
			(ReachCredentialsProvider) Mono::empty, AuthScheme.headers(), Set.of());

	private String id = "gateway";

	private List<URI> targets = List.of();

	private HostSelector hostSelector = HostSelector.fallback();

	private PathRewrite rewrite = PathRewrite.NONE;

	private final List<Middleware> middlewares = new ArrayList<>();

	private Consumer<ReachHttpRequest.Builder> requestOptions = (request) -> {
	};

	private Supplier<Map<String, Object>> state = Map::of;

	private @Nullable ReachHttpClientFactory factory;

	private @Nullable ReachWebSocketClient webSocketClient;

	private @Nullable WebSocketService webSocketService;

	private GatewayErrorHandler errorHandler = GatewayErrorHandler.problemDetails();

	private boolean failOnErrorStatus;

	private CredentialHeaders credentials = NO_CREDENTIALS;

	private RequestSigner signer = RequestSigner.NONE;

	private final CallerPolicy borrowers;

	private @Nullable CallerPolicy callerPolicy;

	private TrustedProxies trustedProxies = TrustedProxies.none();

	private boolean preserveHost;

	private Duration timeout = Duration.ofSeconds(60);

	private Duration idleTimeout = Duration.ofSeconds(30);

	private DataSize maxRequestSize = DataSize.ofMegabytes(10);

	private DataSize maxMessageSize = DataSize.ofKilobytes(64);

	private @Nullable DataSize maxHeaderSize;

	private HeaderChanges headerChanges = HeaderChanges.NONE;

	private Resilience resilience = Resilience.none();

	private RequestLog log = RequestLog.NONE;

	private ExchangeObserver observer = ExchangeObserver.NONE;

	DefaultHttpProxyHandlerBuilder(CallerPolicy borrowers) {
		this.borrowers = borrowers;
	}

	@Override
	public HttpProxyHandler.Builder id(String id) {
		this.id = id;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder targets(List<URI> targets) {
		this.targets = List.copyOf(targets);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder hostSelector(HostSelector selector) {
		this.hostSelector = selector;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder rewrite(PathRewrite rewrite) {
		this.rewrite = rewrite;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder middleware(Middleware middleware) {
		this.middlewares.add(middleware);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder requestOptions(Consumer<ReachHttpRequest.Builder> options) {
		this.requestOptions = options;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder state(Supplier<Map<String, Object>> state) {
		this.state = state;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder httpClientFactory(ReachHttpClientFactory factory) {
		this.factory = factory;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder webSocketClient(ReachWebSocketClient client) {
		this.webSocketClient = client;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder webSocketService(WebSocketService service) {
		this.webSocketService = service;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder errorHandler(GatewayErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder failOnErrorStatus(boolean fail) {
		this.failOnErrorStatus = fail;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder credentials(CredentialHeaders credentials, RequestSigner signer) {
		this.credentials = credentials;
		this.signer = signer;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder callerPolicy(CallerPolicy policy) {
		this.callerPolicy = policy;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder trustedProxies(TrustedProxies proxies) {
		this.trustedProxies = proxies;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder preserveHost(boolean preserve) {
		this.preserveHost = preserve;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder timeout(Duration timeout) {
		this.timeout = positive("timeout", timeout);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder idleTimeout(Duration timeout) {
		this.idleTimeout = positive("idleTimeout", timeout);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder maxRequestSize(DataSize size) {
		this.maxRequestSize = size;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder maxMessageSize(DataSize size) {
		Assert.isTrue(size.toBytes() > 0 && size.toBytes() <= Integer.MAX_VALUE,
				"'maxMessageSize' must be more than zero and less than 2 GB");
		this.maxMessageSize = size;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder maxHeaderSize(DataSize size) {
		this.maxHeaderSize = size;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder addHeader(String name, String value) {
		this.headerChanges = this.headerChanges.adding(name, value);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder removeHeaders(Set<String> names) {
		this.headerChanges = this.headerChanges.removing(names);
		return this;
	}

	@Override
	public HttpProxyHandler.Builder resilience(Resilience resilience) {
		this.resilience = resilience;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder log(RequestLog log) {
		this.log = log;
		return this;
	}

	@Override
	public HttpProxyHandler.Builder observer(ExchangeObserver observer) {
		this.observer = observer;
		return this;
	}

	@Override
	public HttpProxyHandler build() {
		if (this.targets.isEmpty()) {
			throw new ReachConfigurationException(
					"The gateway handler '%s' has no target; give the builder an absolute http or https URL"
						.formatted(this.id));
		}
		GatewayTraffic traffic = new GatewayTraffic();
		List<AutoCloseable> owned = new ArrayList<>();
		Hosts hosts = hosts(owned);
		PipelineSettings settings = new PipelineSettings(this.id, PathRewrite.NONE, ReachHeaders.none(),
				DefaultCookies.NONE, null, RequestCompression.NONE, RedirectPolicy.never(), 20, this.state,
				this.timeout, Integer.MAX_VALUE, this.log, this.observer);
		Pipeline pipeline = new Pipeline(settings, hosts, this.middlewares, this.credentials, this.signer,
				this.resilience);
		boolean lending = this.credentials != NO_CREDENTIALS;
		CredentialNames withheld = lending ? CredentialNames.of(this.credentials, this.signer) : CredentialNames.NONE;
		RequestHeaders requestHeaders = new RequestHeaders(new ForwardedHeaders(this.trustedProxies, this.rewrite),
				this.preserveHost, withheld.ofRequests(), this.headerChanges, maxHeaderBytes());
		RequestContent content = new RequestContent(this.maxRequestSize.toBytes(), this.idleTimeout,
				this.signer != RequestSigner.NONE, traffic);
		IncomingRequests incoming = new IncomingRequests(this.rewrite, requestHeaders, content, this.requestOptions);
		ResponseHeaders responseHeaders = new ResponseHeaders(withheld.ofResponses(),
				new TargetLocations(this.targets.stream().map(BaseUrl::new).toList(), this.rewrite));
		OutgoingResponses outgoing = new OutgoingResponses(responseHeaders, new Trailers(withheld.ofResponses()),
				this.idleTimeout, this.failOnErrorStatus, traffic);
		WebSocketTunnels webSockets = new WebSocketTunnels(webSocketService(), outgoing, this.idleTimeout, traffic);
		owned.add(0, webSockets);
		return new HttpProxyHandler(this.id, callerPolicy(lending), incoming, outgoing, webSockets, pipeline,
				new GuardedErrorHandler(this.errorHandler, this.timeout), traffic, owned);
	}

	private CallerPolicy callerPolicy(boolean lending) {
		if (this.callerPolicy != null) {
			return this.callerPolicy;
		}
		return lending ? this.borrowers : CallerPolicy.anyone();
	}

	private Hosts hosts(List<AutoCloseable> owned) {
		ReachHttpClientFactory factory = this.factory;
		if (factory == null) {
			throw new ReachConfigurationException("The gateway handler '%s' has no transport".formatted(this.id));
		}
		ReachWebSocketClient webSockets = webSocketClient(factory, owned);
		List<Host> hosts = new ArrayList<>();
		for (URI target : this.targets) {
			BaseUrl baseUrl = new BaseUrl(target);
			ReachHttpClient transport = factory.create(baseUrl.uri());
			if (transport instanceof AutoCloseable closeable) {
				owned.add(closeable);
			}
			hosts.add(new Host(baseUrl, new WebSocketTransport(transport, webSockets)));
		}
		return new Hosts(hosts, this.hostSelector);
	}

	private @Nullable ReachWebSocketClient webSocketClient(ReachHttpClientFactory factory, List<AutoCloseable> owned) {
		if (this.webSocketClient != null || !(factory instanceof ReachWebSocketFactory webSocketFactory)) {
			return this.webSocketClient;
		}
		ReachWebSocketClient client = webSocketFactory.createWebSocketClient(maxMessageBytes());
		if (client instanceof AutoCloseable closeable) {
			owned.add(closeable);
		}
		return client;
	}

	private WebSocketService webSocketService() {
		if (this.webSocketService != null) {
			return this.webSocketService;
		}
		return (this.factory instanceof ReachWebSocketFactory webSocketFactory)
				? webSocketFactory.createWebSocketService(maxMessageBytes()) : new HandshakeWebSocketService();
	}

	private int maxMessageBytes() {
		return Math.toIntExact(this.maxMessageSize.toBytes());
	}

	private long maxHeaderBytes() {
		return (this.maxHeaderSize != null) ? this.maxHeaderSize.toBytes() : Long.MAX_VALUE;
	}

	private static Duration positive(String name, Duration value) {
		Assert.isTrue(value.compareTo(Duration.ZERO) > 0, () -> "'%s' must be more than zero".formatted(name));
		return value;
	}

}
