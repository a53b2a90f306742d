package dev.reach.netty;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.resilience.Resilience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes clients on the real transport and closes them after each test. Register it with
 * JUnit.
 */
public final class TestClients implements AfterEachCallback {

	/**
	 * A user that must appear in no message.
	 */
	public static final String API_USER = "canary-user";

	/**
	 * A key that must appear in no message.
	 */
	public static final String API_KEY = "canary-key";

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	/**
	 * Start a client with limits that a test does not meet by chance.
	 * @param baseUrl where the server is
	 * @return what the client is made of
	 */
	public Setup to(URI baseUrl) {
		return new Setup(this, baseUrl);
	}

	/**
	 * Start event loops as an application has them, which end after the test.
	 * @return the event loops
	 */
	public ReactorResourceFactory eventLoops() {
		return eventLoops(() -> LoopResources.create("shared"));
	}

	/**
	 * Start event loops as an application has them, which end after the test.
	 * @param supplier makes them
	 * @return the event loops
	 */
	public ReactorResourceFactory eventLoops(Supplier<LoopResources> supplier) {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setLoopResourcesSupplier(supplier);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		resources.start();
		closeLater(resources::stop);
		return resources;
	}

	/**
	 * Close a resource after the test.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource
	 */
	public <T extends AutoCloseable> T closeLater(T resource) {
		this.opened.push(resource);
		return resource;
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	/**
	 * What a client is made of.
	 */
	public static final class Setup {

		private final TestClients clients;

		private final URI baseUrl;

		private HttpClientSettings settings = HttpClientSettings.defaults()
			.withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(15));

		private PoolSettings pool = new PoolSettings(50, Duration.ofSeconds(15), 2000, Duration.ofMinutes(1),
				Duration.ofMinutes(5));

		private ProxySettings proxies = ProxySettings.none();

		private Duration requestTimeout = Duration.ofSeconds(30);

		private Resilience resilience = Resilience.none();

		private ReachCredentialsProvider credentials = ReachCredentialsProvider
			.of(new ReachCredentials(API_USER, API_KEY));

		private WebClient.@Nullable Builder webClient;

		private ReactorClientHttpConnectorBuilder connector = ClientHttpConnectorBuilder.reactor();

		private @Nullable ReactorResourceFactory resources;

		private Setup(TestClients clients, URI baseUrl) {
			this.clients = clients;
			this.baseUrl = baseUrl;
		}

		public Setup connectTimeout(Duration timeout) {
			this.settings = this.settings.withConnectTimeout(timeout);
			return this;
		}

		public Setup readTimeout(Duration timeout) {
			this.settings = this.settings.withReadTimeout(timeout);
			return this;
		}

		public Setup requestTimeout(Duration timeout) {
			this.requestTimeout = timeout;
			return this;
		}

		public Setup resilience(Resilience resilience) {
			this.resilience = resilience;
			return this;
		}

		public Setup ssl(SslBundle bundle) {
			this.settings = this.settings.withSslBundle(bundle);
			return this;
		}

		public Setup settings(HttpClientSettings settings) {
			this.settings = settings;
			return this;
		}

		public Setup connections(int maxConnections) {
			this.pool = new PoolSettings(maxConnections, this.pool.pendingAcquireTimeout(),
					this.pool.pendingAcquireMaxCount(), this.pool.maxIdleTime(), this.pool.maxLifeTime());
			return this;
		}

		public Setup pool(PoolSettings pool) {
			this.pool = pool;
			return this;
		}

		public Setup proxies(ProxySettings proxies) {
			this.proxies = proxies;
			return this;
		}

		public Setup credentials(ReachCredentialsProvider credentials) {
			this.credentials = credentials;
			return this;
		}

		public Setup webClient(WebClient.Builder webClient) {
			this.webClient = webClient;
			return this;
		}

		public Setup connector(ReactorClientHttpConnectorBuilder connector) {
			this.connector = connector;
			return this;
		}

		public Setup resources(ReactorResourceFactory resources) {
			this.resources = resources;
			return this;
		}

		public ReactorNettyHttpClientFactory factory() {
			return this.clients.closeLater(new ReactorNettyHttpClientFactory(this.webClient, this.connector,
					this.settings, this.pool, this.proxies, this.resources));
		}

		public ReachClient.Builder builder() {
			return ReachClient.builder()
				.baseUrl(this.baseUrl)
				.credentials(this.credentials)
				.requestTimeout(this.requestTimeout)
				.resilience(this.resilience)
				.httpClientFactory(factory());
		}

		public ReachClient build() {
			return this.clients.closeLater(builder().build());
		}

	}

}
