package dev.reach.autoconfigure;

import java.time.Duration;

import dev.reach.http.HeaderRules;
import dev.reach.middleware.ReachHeaders;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Turns {@link ReachProperties} into the settings of the parts, and refuses values that
 * cannot be used.
 *
 * @param properties the properties
 */
record ReachPropertyMapper(ReachProperties properties) {

	HttpClientSettings httpClientSettings(HttpClientSettings shared, ObjectProvider<SslBundles> sslBundles) {
		HttpClientSettings settings = shared.withTimeouts(
				positive("reach.connect-timeout", this.properties.connectTimeout()),
				positive("reach.read-timeout", this.properties.readTimeout()));
		String bundle = this.properties.ssl().bundle();
		return (bundle != null) ? settings.withSslBundle(bundle("reach.ssl.bundle", bundle, sslBundles)) : settings;
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

	String apiUserHeader() {
		return headerName("reach.api-user-header", this.properties.apiUserHeader());
	}

	String apiKeyHeader() {
		return headerName("reach.api-key-header", this.properties.apiKeyHeader());
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

	private static Duration positive(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0) {
			throw new InvalidReachPropertyException(property,
					"It must be at least 1ms; there is no value for 'unlimited'");
		}
		return value;
	}

	private static int positive(String property, int value) {
		if (value <= 0) {
			throw new InvalidReachPropertyException(property, "It must be more than zero");
		}
		return value;
	}

}
