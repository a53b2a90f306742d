package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.reach.netty.PoolSettings;
import dev.reach.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the Reach client. An unknown key is refused, so that a misspelt one is
 * not taken for set.
 *
 * @param enabled Whether the client is configured.
 * @param apiUser Identifier of the applet. If it is not set, the environment variable
 * REACH_TALKYLABS_API_USER is used.
 * @param apiKey Secret of the applet. If it is not set, the environment variable
 * REACH_TALKYLABS_API_KEY is used.
 * @param apiSecret Secret that requests are signed with, Base64. They are not signed if
 * it is not set.
 * @param authScheme How the credentials travel.
 * @param apiUserHeader Name of the header that carries the identifier of the applet.
 * @param apiKeyHeader Name of the header that carries the secret of the applet.
 * @param signatureHeader Name of the header that carries the signature.
 * @param nonceHeader Name of the header that carries the nonce of the signature.
 * @param verifyOnStart Whether the credentials are tried by one call when the application
 * starts, which fails if they are refused.
 * @param baseUrl Base URL of the API. Must be https unless the host is a loopback one.
 * Its path is kept.
 * @param baseUrls Comma-separated list of base URLs if more than one host serves the API,
 * in place of the single one.
 * @param hostSelection How the host of an attempt is chosen from the base URLs.
 * @param hostSelectionPeriod Number of attempts after which the periodic selection
 * changes the host.
 * @param maxTries Largest number of requests of one call over all hosts. If it is not
 * set, each retry may ask all hosts.
 * @param headers Headers to add to each request, by name.
 * @param userAgentExtensions Comma-separated list of product tokens to add to the
 * User-Agent header.
 * @param connectTimeout Time to open a connection, TLS handshake included.
 * @param readTimeout Longest gap between two pieces of a response.
 * @param requestTimeout Time a whole call may take, everything included.
 * @param maxResponseSize Largest response that is read to completion.
 * @param failOnUnexpectedStatus Whether a status that the contract of an operation does
 * not name is an exception of its own, even if it means success.
 * @param redirects Which redirects are followed.
 * @param cookies Cookies that services set.
 * @param compression Which bodies of requests are compressed.
 * @param logging What is logged of each attempt.
 * @param retry When a request is repeated.
 * @param hedge Second attempts of slow reads.
 * @param pool How connections are kept.
 * @param ssl TLS of the connections.
 * @param proxy Proxies on the way to the API.
 * @param circuitBreaker Circuit breaker, which refuses calls while the service fails.
 * @param rateLimit Limit of the calls in a period.
 * @param concurrency Limit of the calls at a time.
 * @param gateway Reverse proxy to the API and to other targets.
 * @param clients Further accounts by name, each with the keys of reach.*. What one leaves
 * out it inherits.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "reach", ignoreUnknownFields = false)
public record ReachProperties(@DefaultValue("true") boolean enabled, @Nullable String apiUser, @Nullable String apiKey,
		@Nullable String apiSecret, @DefaultValue("headers") AuthenticationScheme authScheme,
		@DefaultValue("ApiUser") String apiUserHeader, @DefaultValue("ApiKey") String apiKeyHeader,
		@DefaultValue("ApiSignature") String signatureHeader, @DefaultValue("ApiNonce") String nonceHeader,
		@DefaultValue("false") boolean verifyOnStart, @DefaultValue("https://api.reach.talkylabs.com") String baseUrl,
		List<String> baseUrls, @DefaultValue("fallback") HostSelection hostSelection,
		@DefaultValue("100") int hostSelectionPeriod, @Nullable Integer maxTries, Map<String, String> headers,
		List<String> userAgentExtensions, @DefaultValue("10s") Duration connectTimeout,
		@DefaultValue("30s") Duration readTimeout, @DefaultValue("60s") Duration requestTimeout,
		@DefaultValue("10MB") DataSize maxResponseSize, @DefaultValue("false") boolean failOnUnexpectedStatus,
		Redirects redirects, Cookies cookies, Compression compression, Logging logging, Retry retry, Hedge hedge,
		Pool pool, Ssl ssl, Proxy proxy, CircuitBreaker circuitBreaker, RateLimit rateLimit, Concurrency concurrency,
		@NestedConfigurationProperty GatewayProperties gateway, Map<String, ReachProperties> clients) {

	// Spring Boot makes the defaults of a group that is not set from its annotations, and
	// reads all annotations of this constructor again for each parameter. Together that
	// was most of what the client added to the start of an application.
	public ReachProperties {
		baseUrls = Objects.requireNonNullElse(baseUrls, List.of());
		headers = Objects.requireNonNullElse(headers, Map.of());
		userAgentExtensions = Objects.requireNonNullElse(userAgentExtensions, List.of());
		redirects = Objects.requireNonNullElse(redirects, Redirects.DEFAULTS);
		cookies = Objects.requireNonNullElse(cookies, Cookies.DEFAULTS);
		compression = Objects.requireNonNullElse(compression, Compression.DEFAULTS);
		logging = Objects.requireNonNullElse(logging, Logging.DEFAULTS);
		retry = Objects.requireNonNullElse(retry, Retry.DEFAULTS);
		hedge = Objects.requireNonNullElse(hedge, Hedge.DEFAULTS);
		pool = Objects.requireNonNullElse(pool, Pool.DEFAULTS);
		ssl = Objects.requireNonNullElse(ssl, Ssl.DEFAULTS);
		proxy = Objects.requireNonNullElse(proxy, Proxy.DEFAULTS);
		circuitBreaker = Objects.requireNonNullElse(circuitBreaker, CircuitBreaker.DEFAULTS);
		rateLimit = Objects.requireNonNullElse(rateLimit, RateLimit.DEFAULTS);
		concurrency = Objects.requireNonNullElse(concurrency, Concurrency.DEFAULTS);
		gateway = Objects.requireNonNullElse(gateway, GatewayProperties.DEFAULTS);
		clients = Objects.requireNonNullElse(clients, Map.of());
	}

	@Override
	public String toString() {
		return "ReachProperties";
	}

	/**
	 * How credentials travel.
	 */
	public enum AuthenticationScheme {

		/**
		 * In two headers of their own.
		 */
		HEADERS,

		/**
		 * As user name and password of Basic authentication.
		 */
		BASIC,

		/**
		 * The API key as a Bearer token.
		 */
		BEARER

	}

	/**
	 * Which redirects are followed.
	 *
	 * @param follow Whether redirects are followed, for reads and what is declared
	 * idempotent.
	 * @param max Largest number of redirects of one call.
	 */
	public record Redirects(@DefaultValue("false") boolean follow, @DefaultValue("20") int max) {

		static final Redirects DEFAULTS = new Redirects(false, 20);

	}

	/**
	 * Cookies that services set.
	 *
	 * @param enabled Whether cookies are kept, and returned to the services that set
	 * them.
	 */
	public record Cookies(@DefaultValue("false") boolean enabled) {

		static final Cookies DEFAULTS = new Cookies(false);

	}

	/**
	 * Which bodies of requests are compressed.
	 *
	 * @param enabled Whether bodies are compressed, by gzip.
	 * @param minRequestSize Smallest body to compress.
	 */
	public record Compression(@DefaultValue("false") boolean enabled, @DefaultValue("1KB") DataSize minRequestSize) {

		static final Compression DEFAULTS = new Compression(false, DataSize.ofKilobytes(1));

	}

	/**
	 * What is logged of each attempt.
	 *
	 * @param level How much is logged. Queries and bodies never are.
	 * @param headers Comma-separated list of further headers whose values are shown. The
	 * others are masked unless they are known to be harmless.
	 */
	public record Logging(@DefaultValue("none") Level level, @DefaultValue Set<String> headers) {

		static final Logging DEFAULTS = new Logging(Level.NONE, Set.of());

		/**
		 * How much is logged.
		 */
		public enum Level {

			/**
			 * Nothing.
			 */
			NONE,

			/**
			 * Method, host and path, then status and duration.
			 */
			BASIC,

			/**
			 * The headers too.
			 */
			HEADERS

		}

	}

	/**
	 * How the host of an attempt is chosen.
	 */
	public enum HostSelection {

		/**
		 * The first only.
		 */
		SINGLE,

		/**
		 * One after the other.
		 */
		ROUND_ROBIN,

		/**
		 * Any.
		 */
		RANDOM,

		/**
		 * The same until it fails, then the next.
		 */
		FALLBACK,

		/**
		 * The same for a number of attempts, then the next.
		 */
		PERIODIC

	}

	/**
	 * When a request is repeated.
	 *
	 * @param enabled Whether requests are repeated at all, on the same or on another
	 * host.
	 * @param maxRetries How often a call waits and begins again. 2 means at most 3
	 * requests to a host.
	 * @param statuses Statuses of responses that may pass.
	 * @param methods HTTP methods that are idempotent: their requests are repeated even
	 * if they may have been carried out.
	 * @param retryNonIdempotent Whether all requests are repeated even if they may have
	 * been carried out. A message may then be sent more than once.
	 * @param backoff How long to wait before a request is repeated.
	 * @param respectRetryAfter Whether to wait at least as long as the service asks for.
	 * @param maxRetryAfter Longest time the service may ask for. If it asks for more, the
	 * call fails at once.
	 * @param budget What the retries of the client may cost in all.
	 */
	// @formatter:off
	public record Retry(@DefaultValue("true") boolean enabled, @DefaultValue("2") int maxRetries,
			@DefaultValue({ "429", "500", "502", "503", "504" }) Set<Integer> statuses,
			@DefaultValue({ "GET", "HEAD", "OPTIONS", "PUT", "DELETE" }) Set<HttpMethod> methods,
			@DefaultValue("false") boolean retryNonIdempotent, @DefaultValue Backoff backoff,
			@DefaultValue("true") boolean respectRetryAfter, @DefaultValue("30s") Duration maxRetryAfter,
			@DefaultValue Budget budget) {
	// @formatter:on

		static final Retry DEFAULTS = of(RetrySettings.standard());

		private static Retry of(RetrySettings settings) {
			return new Retry(true, settings.maxRetries(), settings.statuses(), settings.methods(),
					settings.retryNonIdempotent(), Backoff.of(settings.backoff()), settings.respectRetryAfter(),
					settings.maxRetryAfter(), Budget.DEFAULTS);
		}

	}

	/**
	 * How long to wait before a request is repeated.
	 *
	 * @param initial Longest wait before the first repeat.
	 * @param multiplier What the longest wait is multiplied with each time.
	 * @param max What the longest wait never exceeds.
	 * @param jitter Random share of a wait, from 0 for none to 1 for full jitter.
	 */
	public record Backoff(@DefaultValue("200ms") Duration initial, @DefaultValue("2") double multiplier,
			@DefaultValue("10s") Duration max, @DefaultValue("1") double jitter) {

		private static Backoff of(dev.reach.retry.Backoff backoff) {
			return new Backoff(backoff.initial(), backoff.multiplier(), backoff.max(), backoff.jitter());
		}

	}

	/**
	 * What the retries of the client may cost in all.
	 *
	 * @param capacity Largest number of tokens.
	 * @param costPerRetry Tokens that a retry takes. Without enough of them there is no
	 * retry.
	 * @param refundPerSuccess Tokens that a success gives back.
	 */
	public record Budget(@DefaultValue("500") int capacity, @DefaultValue("5") int costPerRetry,
			@DefaultValue("1") int refundPerSuccess) {

		static final Budget DEFAULTS = new Budget(500, 5, 1);

	}

	/**
	 * Second attempts of slow reads.
	 *
	 * @param delay Time after which a second attempt of a read begins beside the first.
	 * None begins if it is not set.
	 */
	public record Hedge(@Nullable Duration delay) {

		static final Hedge DEFAULTS = new Hedge(null);

	}

	/**
	 * How connections are kept.
	 *
	 * @param maxConnections Largest number of connections to a host.
	 * @param pendingAcquireTimeout Time a call may wait for a connection.
	 * @param pendingAcquireMaxCount Largest number of calls that wait for a connection at
	 * a time.
	 * @param maxIdleTime Time after which an unused connection is closed.
	 * @param maxLifeTime Time after which a connection is closed as soon as it is unused.
	 */
	public record Pool(@DefaultValue("500") int maxConnections, @DefaultValue("30s") Duration pendingAcquireTimeout,
			@DefaultValue("10000") int pendingAcquireMaxCount, @DefaultValue("20s") Duration maxIdleTime,
			@DefaultValue("5m") Duration maxLifeTime) {

		static final Pool DEFAULTS = of(PoolSettings.defaults());

		private static Pool of(PoolSettings settings) {
			return new Pool(settings.maxConnections(), settings.pendingAcquireTimeout(),
					settings.pendingAcquireMaxCount(), settings.maxIdleTime(), settings.maxLifeTime());
		}

	}

	/**
	 * TLS of the connections.
	 *
	 * @param bundle Name of the SSL bundle to use in place of the defaults of the JVM.
	 * @param verify Whether certificates and host names are verified. Only for tests: if
	 * not, anybody on the way can read and change what is sent.
	 */
	public record Ssl(@Nullable String bundle, @DefaultValue("true") boolean verify) {

		static final Ssl DEFAULTS = new Ssl(null, true);

	}

	/**
	 * TLS to the proxy itself.
	 *
	 * @param bundle Name of the SSL bundle to use in place of the defaults of the JVM.
	 */
	public record ProxySsl(@Nullable String bundle) {

		static final ProxySsl DEFAULTS = new ProxySsl(null);

	}

	/**
	 * Proxies on the way to the API.
	 *
	 * @param enabled Whether proxies are used. If not, all connections are direct,
	 * whatever the environment says.
	 * @param fromEnvironment Whether HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY are
	 * read, in lower case first.
	 * @param fromSystemProperties Whether the system properties of the JVM are read, for
	 * example https.proxyHost and http.nonProxyHosts.
	 * @param url URL of the proxy, for example http://proxy.example.com:3128. Its scheme
	 * is http, https, socks4 or socks5.
	 * @param httpUrl URL of the proxy for http targets, in place of the one for all.
	 * @param httpsUrl URL of the proxy for https targets, in place of the one for all.
	 * @param username User name for the proxy, wherever the proxy itself is set. Replaces
	 * one in its URL.
	 * @param password Password for the proxy. Read again for each new connection.
	 * @param noProxy Comma-separated list of hosts that are reached directly, wherever
	 * the proxy is set. Written as in NO_PROXY.
	 * @param bypassLoopback Whether loopback hosts are reached directly.
	 * @param ssl TLS to the proxy itself.
	 * @param connectTimeout Time until the proxy is ready to pass data on: connection,
	 * TLS to the proxy, and its answer.
	 */
	public record Proxy(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean fromEnvironment,
			@DefaultValue("true") boolean fromSystemProperties, @Nullable String url, @Nullable String httpUrl,
			@Nullable String httpsUrl, @Nullable String username, @Nullable String password,
			@DefaultValue List<String> noProxy, @DefaultValue("true") boolean bypassLoopback,
			@DefaultValue ProxySsl ssl, @DefaultValue("10s") Duration connectTimeout) {

		static final Proxy DEFAULTS = new Proxy(true, true, true, null, null, null, null, null, List.of(), true,
				ProxySsl.DEFAULTS, Duration.ofSeconds(10));

		@Override
		public String toString() {
			return "Proxy";
		}

	}

	/**
	 * Circuit breaker, which refuses calls while the service fails.
	 *
	 * @param enabled Whether there is a circuit breaker. Needs
	 * resilience4j-circuitbreaker.
	 * @param failureRateThreshold Percentage of failed calls from which on the circuit
	 * breaker opens.
	 * @param slowCallRateThreshold Percentage of slow calls from which on the circuit
	 * breaker opens.
	 * @param slowCallDurationThreshold Time from which on a call is slow, waits for other
	 * limits not included.
	 * @param slidingWindowType Whether the last calls or those of the last seconds count.
	 * @param slidingWindowSize Number of calls or seconds that count.
	 * @param minimumNumberOfCalls Number of calls before rates are calculated.
	 * @param waitDurationInOpenState Time that the circuit breaker stays open.
	 * @param permittedNumberOfCallsInHalfOpenState Number of calls that try the service
	 * afterwards.
	 * @param maxWaitDurationInHalfOpenState Time after which a circuit breaker opens
	 * again that is still being tried. There is none if it is zero.
	 * @param automaticTransitionFromOpenToHalfOpenEnabled Whether the circuit breaker
	 * becomes half-open by itself and not by the next call.
	 */
	public record CircuitBreaker(@DefaultValue("false") boolean enabled, @DefaultValue("50") float failureRateThreshold,
			@DefaultValue("100") float slowCallRateThreshold, @DefaultValue("60s") Duration slowCallDurationThreshold,
			@DefaultValue("count-based") SlidingWindowType slidingWindowType,
			@DefaultValue("100") int slidingWindowSize, @DefaultValue("100") int minimumNumberOfCalls,
			@DefaultValue("60s") Duration waitDurationInOpenState,
			@DefaultValue("10") int permittedNumberOfCallsInHalfOpenState,
			@DefaultValue("0s") Duration maxWaitDurationInHalfOpenState,
			@DefaultValue("false") boolean automaticTransitionFromOpenToHalfOpenEnabled) {

		static final CircuitBreaker DEFAULTS = new CircuitBreaker(false, 50, 100, Duration.ofSeconds(60),
				SlidingWindowType.COUNT_BASED, 100, 100, Duration.ofSeconds(60), 10, Duration.ZERO, false);

		/**
		 * What a circuit breaker looks back at.
		 */
		public enum SlidingWindowType {

			/**
			 * The last calls.
			 */
			COUNT_BASED,

			/**
			 * The calls of the last seconds.
			 */
			TIME_BASED

		}

	}

	/**
	 * Limit of the calls in a period.
	 *
	 * @param enabled Whether there is a rate limit. Needs resilience4j-ratelimiter, or
	 * bucket4j for Redis.
	 * @param limitForPeriod Number of calls in a period.
	 * @param limitRefreshPeriod Length of a period.
	 * @param timeoutDuration Time a call may wait for room.
	 * @param cost Number of calls that one of an operation counts as, by name of the
	 * operation. All others count as 1.
	 * @param backend Where the limit is kept: in this application, or in Redis for all
	 * its instances.
	 * @param onFailure What becomes of calls while Redis does not answer.
	 * @param key Name of the limit in Redis. If it is not set, reach:rate-limit: and the
	 * name of the client.
	 */
	public record RateLimit(@DefaultValue("false") boolean enabled, @DefaultValue("50") int limitForPeriod,
			@DefaultValue("1s") Duration limitRefreshPeriod, @DefaultValue("5s") Duration timeoutDuration,
			@DefaultValue Map<String, Integer> cost, @DefaultValue("local") Backend backend,
			@DefaultValue("allow") OnFailure onFailure, @Nullable String key) {

		static final RateLimit DEFAULTS = new RateLimit(false, 50, Duration.ofSeconds(1), Duration.ofSeconds(5),
				Map.of(), Backend.LOCAL, OnFailure.ALLOW, null);

		/**
		 * Where a limit is kept.
		 */
		public enum Backend {

			/**
			 * In this application.
			 */
			LOCAL,

			/**
			 * In Redis, for all the instances of the application.
			 */
			REDIS

		}

		/**
		 * What becomes of calls while Redis does not answer.
		 */
		public enum OnFailure {

			/**
			 * They go on.
			 */
			ALLOW,

			/**
			 * They are refused.
			 */
			DENY

		}

	}

	/**
	 * Limit of the calls at a time.
	 *
	 * @param enabled Whether there is a concurrency limit. Needs resilience4j-bulkhead.
	 * @param maxConcurrentCalls Number of calls at a time.
	 * @param maxWaitDuration Time a call may wait until another one has ended.
	 */
	public record Concurrency(@DefaultValue("false") boolean enabled, @DefaultValue("25") int maxConcurrentCalls,
			@DefaultValue("0s") Duration maxWaitDuration) {

		static final Concurrency DEFAULTS = new Concurrency(false, 25, Duration.ZERO);

	}

}
