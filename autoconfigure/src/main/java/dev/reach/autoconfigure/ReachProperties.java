package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
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
 * @param apiUserHeader Name of the header that carries the identifier of the applet.
 * @param apiKeyHeader Name of the header that carries the secret of the applet.
 * @param baseUrl Base URL of the API. Must be https unless the host is a loopback one.
 * Its path is kept.
 * @param headers Headers to add to each request, by name.
 * @param userAgentExtensions Comma-separated list of product tokens to add to the
 * User-Agent header.
 * @param connectTimeout Time to open a connection, TLS handshake included.
 * @param readTimeout Longest gap between two pieces of a response.
 * @param requestTimeout Time a whole call may take, everything included.
 * @param maxResponseSize Largest response that is read to completion.
 * @param pool How connections are kept.
 * @param ssl TLS of the connections.
 * @param proxy Proxies on the way to the API.
 * @param clients Further accounts by name, each with the keys of reach.*. What one leaves
 * out it inherits.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "reach", ignoreUnknownFields = false)
public record ReachProperties(@DefaultValue("true") boolean enabled, @Nullable String apiUser, @Nullable String apiKey,
		@DefaultValue("ApiUser") String apiUserHeader, @DefaultValue("ApiKey") String apiKeyHeader,
		@DefaultValue("https://api.reach.talkylabs.com") String baseUrl, @DefaultValue Map<String, String> headers,
		@DefaultValue List<String> userAgentExtensions, @DefaultValue("10s") Duration connectTimeout,
		@DefaultValue("30s") Duration readTimeout, @DefaultValue("60s") Duration requestTimeout,
		@DefaultValue("10MB") DataSize maxResponseSize, @DefaultValue Pool pool, @DefaultValue Ssl ssl,
		@DefaultValue Proxy proxy, @DefaultValue Map<String, ReachProperties> clients) {

	@Override
	public String toString() {
		return "ReachProperties";
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

	}

	/**
	 * TLS of the connections.
	 *
	 * @param bundle Name of the SSL bundle to use in place of the defaults of the JVM.
	 */
	public record Ssl(@Nullable String bundle) {

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
			@DefaultValue List<String> noProxy, @DefaultValue("true") boolean bypassLoopback, @DefaultValue Ssl ssl,
			@DefaultValue("10s") Duration connectTimeout) {

		@Override
		public String toString() {
			return "Proxy";
		}

	}

}
