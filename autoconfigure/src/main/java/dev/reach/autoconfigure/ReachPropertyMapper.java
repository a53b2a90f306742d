package dev.reach.autoconfigure;

import java.net.CookieManager;
import java.net.CookieStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.reach.autoconfigure.ReachProperties.AuthenticationScheme;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachConfigurationException;
import dev.reach.host.HostSelector;
import dev.reach.http.HeaderRules;
import dev.reach.http.RequestCompression;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.middleware.RequestLog;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;
import dev.reach.retry.Backoff;
import dev.reach.retry.RetryBudget;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Turns {@link ReachProperties} into the settings of the parts, and refuses values that
 * cannot be used.
 *
 * @param properties the properties
 */
record ReachPropertyMapper(ReachProperties properties) {

	private static final Log logger = LogFactory.getLog(ReachPropertyMapper.class);

	HttpClientSettings httpClientSettings(HttpClientSettings shared, ObjectProvider<SslBundles> sslBundles,
			Environment environment) {
		HttpClientSettings settings = shared.withTimeouts(
				positive("reach.connect-timeout", this.properties.connectTimeout()),
				positive("reach.read-timeout", this.properties.readTimeout()));
		ReachProperties.Ssl ssl = this.properties.ssl();
		if (ssl.bundle() != null) {
			settings = settings.withSslBundle(bundle("reach.ssl.bundle", ssl.bundle(), sslBundles));
		}
		if (!ssl.verify()) {
			UnverifiedTls.requireAllowed(environment);
			settings = settings.withSslBundle(UnverifiedTls.insteadOf(settings.sslBundle()));
		}
		return settings;
	}

	PoolSettings poolSettings() {
		ReachProperties.Pool pool = this.properties.pool();
		return new PoolSettings(positive("reach.pool.max-connections", pool.maxConnections()),
				positive("reach.pool.pending-acquire-timeout", pool.pendingAcquireTimeout()),
				positive("reach.pool.pending-acquire-max-count", pool.pendingAcquireMaxCount()),
				positive("reach.pool.max-idle-time", pool.maxIdleTime()),
				positive("reach.pool.max-life-time", pool.maxLifeTime()));
	}

	ProxySettings proxySettings(ProxyResolver resolver, ProxyAuthenticator authenticator,
			ObjectProvider<SslBundles> sslBundles) {
		String bundle = this.properties.proxy().ssl().bundle();
		return new ProxySettings(resolver, authenticator,
				positive("reach.proxy.connect-timeout", this.properties.proxy().connectTimeout()),
				StringUtils.hasText(bundle) ? bundle("reach.proxy.ssl.bundle", bundle, sslBundles) : null);
	}

	ReachHeaders headers() {
		ReachHeaders headers;
		try {
			headers = ReachHeaders.standard(this.properties.userAgentExtensions());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException("reach.user-agent-extensions", String.valueOf(ex.getMessage()));
		}
		for (String name : this.properties.headers().keySet()) {
			try {
				headers = headers.with(name, this.properties.headers().getOrDefault(name, ""));
			}
			catch (IllegalArgumentException ex) {
				String key = name.matches("[a-z0-9-]+") ? name : "[" + name + "]";
				throw new InvalidReachPropertyException("reach.headers." + key, String.valueOf(ex.getMessage()));
			}
		}
		return headers;
	}

	AuthScheme authScheme() {
		AuthScheme headers = AuthScheme.headers(headerName("reach.api-user-header", this.properties.apiUserHeader()),
				headerName("reach.api-key-header", this.properties.apiKeyHeader()));
		return switch (this.properties.authScheme()) {
			case HEADERS -> headers;
			case BASIC -> AuthScheme.basic();
			case BEARER -> AuthScheme.bearer();
		};
	}

	RequestSigner requestSigner() {
		Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		taken.addAll((this.properties.authScheme() == AuthenticationScheme.HEADERS)
				? List.of(this.properties.apiUserHeader(), this.properties.apiKeyHeader())
				: List.of(HttpHeaders.AUTHORIZATION));
		String signatureHeader = headerName("reach.signature-header", this.properties.signatureHeader());
		require(taken.add(signatureHeader), "reach.signature-header", "The header holds the credentials");
		String nonceHeader = headerName("reach.nonce-header", this.properties.nonceHeader());
		require(taken.add(nonceHeader), "reach.nonce-header", "The header holds the credentials or the signature");
		String apiSecret = this.properties.apiSecret();
		if (apiSecret == null) {
			return RequestSigner.NONE;
		}
		try {
			return RequestSigner.hmac(apiSecret, signatureHeader, nonceHeader);
		}
		catch (ReachConfigurationException ex) {
			throw new InvalidReachPropertyException("reach.api-secret", String.valueOf(ex.getMessage()));
		}
	}

	RedirectPolicy redirectPolicy() {
		return this.properties.redirects().follow() ? RedirectPolicy.standard() : RedirectPolicy.never();
	}

	int maxRedirects() {
		return positive("reach.redirects.max", this.properties.redirects().max());
	}

	@Nullable CookieStore cookieStore(@Nullable CookieStore own) {
		if (!this.properties.cookies().enabled()) {
			return null;
		}
		return (own != null) ? own : new CookieManager().getCookieStore();
	}

	RequestCompression compression() {
		ReachProperties.Compression compression = this.properties.compression();
		require(compression.minRequestSize().toBytes() >= 0, "reach.compression.min-request-size",
				"It must not be negative");
		return compression.enabled() ? new RequestCompression(compression.minRequestSize()) : RequestCompression.NONE;
	}

	Duration requestTimeout() {
		return positive("reach.request-timeout", this.properties.requestTimeout());
	}

	DataSize maxResponseSize() {
		long size = this.properties.maxResponseSize().toBytes();
		if (size <= 0 || size > Integer.MAX_VALUE) {
			throw new InvalidReachPropertyException("reach.max-response-size",
					"It must be more than zero and less than 2 GB");
		}
		return this.properties.maxResponseSize();
	}

	RequestLog requestLog() {
		ReachProperties.Logging logging = this.properties.logging();
		return switch (logging.level()) {
			case NONE -> RequestLog.NONE;
			case BASIC -> RequestLog.basic();
			case HEADERS -> RequestLog.withHeaders(logging.headers());
		};
	}

	HostSelector hostSelector() {
		int period = positive("reach.host-selection-period", this.properties.hostSelectionPeriod());
		return switch (this.properties.hostSelection()) {
			case SINGLE -> HostSelector.single();
			case ROUND_ROBIN -> HostSelector.roundRobin();
			case RANDOM -> HostSelector.random();
			case FALLBACK -> HostSelector.fallback();
			case PERIODIC -> HostSelector.periodic(period);
		};
	}

	RetryPolicy retryPolicy() {
		ReachProperties.Retry retry = this.properties.retry();
		RetrySettings settings = new RetrySettings(notNegative("reach.retry.max-retries", retry.maxRetries()),
				maxTries(), retry.statuses(), methods("reach.retry.methods", retry.methods()),
				retry.retryNonIdempotent(), backoff(), retry.respectRetryAfter(),
				positive("reach.retry.max-retry-after", retry.maxRetryAfter()));
		if (!retry.enabled()) {
			return RetryPolicy.never();
		}
		if (retry.retryNonIdempotent() || settings.methods().contains(HttpMethod.POST)) {
			logger.warn("%s: a request whose fate is unknown is repeated, so a message may be sent more than once"
				.formatted(retry.retryNonIdempotent() ? "reach.retry.retry-non-idempotent is set"
						: "reach.retry.methods holds POST"));
		}
		return RetryPolicy.standard(settings, Clock.systemUTC());
	}

	RetryBudget retryBudget() {
		ReachProperties.Budget budget = this.properties.retry().budget();
		return new RetryBudget(notNegative("reach.retry.budget.capacity", budget.capacity()),
				notNegative("reach.retry.budget.cost-per-retry", budget.costPerRetry()),
				notNegative("reach.retry.budget.refund-per-success", budget.refundPerSuccess()));
	}

	@Nullable Duration hedgeDelay() {
		Duration delay = this.properties.hedge().delay();
		return (delay != null) ? positive("reach.hedge.delay", delay) : null;
	}

	private @Nullable Integer maxTries() {
		Integer maxTries = this.properties.maxTries();
		int hosts = Math.max(this.properties.baseUrls().size(), 1);
		if (maxTries != null && maxTries < hosts) {
			throw new InvalidReachPropertyException("reach.max-tries",
					"It must be at least %d, so that each host can be asked once".formatted(hosts));
		}
		return maxTries;
	}

	private Backoff backoff() {
		ReachProperties.Backoff backoff = this.properties.retry().backoff();
		require(backoff.multiplier() >= 1, "reach.retry.backoff.multiplier", "It must be at least 1");
		require(backoff.jitter() >= 0 && backoff.jitter() <= 1, "reach.retry.backoff.jitter", "It must be from 0 to 1");
		Duration initial = positive("reach.retry.backoff.initial", backoff.initial());
		require(backoff.max().compareTo(initial) >= 0, "reach.retry.backoff.max",
				"It must not be less than reach.retry.backoff.initial");
		return new Backoff(initial, backoff.multiplier(), backoff.max(), backoff.jitter());
	}

	static Set<HttpMethod> methods(String property, Set<HttpMethod> methods) {
		List<HttpMethod> known = List.of(HttpMethod.values());
		Set<HttpMethod> found = methods.stream()
			.map((method) -> HttpMethod.valueOf(method.name().toUpperCase(Locale.ROOT)))
			.collect(Collectors.toSet());
		require(known.containsAll(found), property, "It may hold " + known);
		return found;
	}

	private static SslBundle bundle(String property, String name, ObjectProvider<SslBundles> sslBundles) {
		SslBundles bundles = sslBundles.getIfAvailable();
		if (bundles == null) {
			throw new InvalidReachPropertyException(property, "There are no SSL bundles in this application");
		}
		try {
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidReachPropertyException(property,
					"There is no SSL bundle '%s'; those there are: %s".formatted(name, bundles.getBundleNames()));
		}
	}

	private static String headerName(String property, String name) {
		try {
			HeaderRules.requireName(name);
			return name;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException(property, String.valueOf(ex.getMessage()));
		}
	}

	static Duration positive(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0) {
			throw new InvalidReachPropertyException(property,
					"It must be at least 1ms; there is no value for 'unlimited'");
		}
		return value;
	}

	private static int notNegative(String property, int value) {
		require(value >= 0, property, "It must not be negative");
		return value;
	}

	private static void require(boolean valid, String property, String rule) {
		if (!valid) {
			throw new InvalidReachPropertyException(property, rule);
		}
	}

	static int positive(String property, int value) {
		if (value <= 0) {
			throw new InvalidReachPropertyException(property, "It must be more than zero");
		}
		return value;
	}

	static Duration notNegative(String property, Duration value) {
		require(!value.isNegative(), property, "It must not be negative");
		return value;
	}

}
