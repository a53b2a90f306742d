package dev.reach.proxy;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the system properties by which the JDK finds proxies, and {@code http.proxyUser},
 * {@code http.proxyPassword} and their https counterparts, which many programs read
 * besides. Empty is unset.
 *
 * @since 0.1.0
 */
public final class SystemPropertyProxies {

	private final NamedValues properties;

	private SystemPropertyProxies(NamedValues properties) {
		this.properties = properties;
	}

	/**
	 * Read the properties.
	 * @param properties gives the value of a system property, or {@code null}; asked
	 * again for passwords
	 * @return a resolver that decides where a property is set
	 * @throws InvalidProxyException if a property cannot be used
	 */
	public static ProxyResolver read(NamedValues properties) {
		SystemPropertyProxies proxies = new SystemPropertyProxies(properties);
		return ProxyResolver.firstOf(List.of(proxies.http(), proxies.socks()));
	}

	private ProxyResolver http() {
		return except(ProxyResolver.byScheme(http("http", 80), http("https", 443)), "http.nonProxyHosts");
	}

	private ProxyDecision http(String scheme, int defaultPort) {
		return decide(ProxyType.HTTP, scheme + ".proxy", defaultPort,
				credentials(scheme + ".proxyUser", scheme + ".proxyPassword"));
	}

	private ProxyResolver socks() {
		ProxyDecision decision = decide(socksType(), "socksProxy", 1080,
				credentials("java.net.socks.username", "java.net.socks.password"));
		return except(ProxyResolver.byScheme(decision, decision), "socksNonProxyHosts");
	}

	private ProxyType socksType() {
		if (value("socksProxyHost", "").isEmpty()) {
			return ProxyType.SOCKS5;
		}
		return switch (value("socksProxyVersion", "5")) {
			case "4" -> ProxyType.SOCKS4;
			case "5" -> ProxyType.SOCKS5;
			default -> throw new InvalidProxyException("socksProxyVersion", "it is neither 4 nor 5");
		};
	}

	private ProxyDecision decide(ProxyType type, String prefix, int defaultPort,
			@Nullable ProxyCredentials credentials) {
		String host = value(prefix + "Host", "");
		if (host.isEmpty()) {
			return ProxyDecision.undecided();
		}
		int port = ProxyUrl.port(prefix + "Port", value(prefix + "Port", String.valueOf(defaultPort)));
		return ProxyDecision.via(new ReachProxy(type, ProxyUrl.host(prefix + "Host", host), port, credentials),
				prefix + "Host");
	}

	private @Nullable ProxyCredentials credentials(String user, String password) {
		String username = value(user, "");
		return username.isEmpty() ? null : new ProxyCredentials(username, () -> value(password, ""));
	}

	private ProxyResolver except(ProxyResolver resolver, String name) {
		return resolver.except(NonProxyHosts.parse(value(name, NonProxyHosts.DEFAULT))::matches, name);
	}

	private String value(String name, String defaultValue) {
		String value = this.properties.get(name);
		return StringUtils.hasText(value) ? value.strip() : defaultValue;
	}

}
