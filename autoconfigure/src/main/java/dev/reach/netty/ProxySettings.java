package dev.reach.netty;

import java.time.Duration;

import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * How proxies are chosen and reached.
 *
 * @param resolver chooses a proxy for each request
 * @param authenticator answers what proxies ask for
 * @param connectTimeout how long it may take until the proxy is ready to pass data on:
 * connection, TLS to the proxy, and its answer to CONNECT
 * @param sslBundle what is used for TLS to the proxy itself, or {@code null} for the
 * defaults of the JVM
 * @since 0.1.0
 */
public record ProxySettings(ProxyResolver resolver, ProxyAuthenticator authenticator, Duration connectTimeout,
		@Nullable SslBundle sslBundle) {

	/**
	 * Return settings that send everything directly.
	 * @return the settings
	 */
	public static ProxySettings none() {
		return new ProxySettings((target) -> ProxyDecision.undecided(), ProxyAuthenticator.standard(),
				Duration.ofSeconds(10), null);
	}

}
