package dev.reach.proxy;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How to talk to a proxy.
 *
 * @since 0.1.0
 */
public enum ProxyType {

	/**
	 * HTTP in clear, default port 80.
	 */
	HTTP("http", 80),

	/**
	 * HTTP over TLS to the proxy itself, default port 443.
	 */
	HTTPS("https", 443),

	/**
	 * SOCKS version 4a, default port 1080.
	 */
	SOCKS4("socks4", 1080),

	/**
	 * SOCKS version 5; names are resolved by the proxy. Default port 1080.
	 */
	SOCKS5("socks5", 1080);

	private final String scheme;

	private final int defaultPort;

	ProxyType(String scheme, int defaultPort) {
		this.scheme = scheme;
		this.defaultPort = defaultPort;
	}

	/**
	 * Return the scheme of the URL of such a proxy.
	 * @return the scheme in lower case
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * Return the port that is meant where none is given.
	 * @return the port
	 */
	public int defaultPort() {
		return this.defaultPort;
	}

	/**
	 * Return whether the proxy speaks HTTP.
	 * @return {@code false} for SOCKS
	 */
	public boolean isHttp() {
		return this == HTTP || this == HTTPS;
	}

	static @Nullable ProxyType ofScheme(String scheme) {
		return switch (scheme.toLowerCase(Locale.ROOT)) {
			case "http" -> HTTP;
			case "https" -> HTTPS;
			case "socks4", "socks4a" -> SOCKS4;
			case "socks", "socks5", "socks5h" -> SOCKS5;
			default -> null;
		};
	}

}
