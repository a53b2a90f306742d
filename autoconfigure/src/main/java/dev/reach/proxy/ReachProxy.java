package dev.reach.proxy;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A proxy.
 *
 * @param type how to talk to it
 * @param host its name, or its address; an IPv6 address without brackets
 * @param port its port
 * @param credentials what it knows the application by, or {@code null}
 * @since 0.1.0
 */
public record ReachProxy(ProxyType type, String host, int port, @Nullable ProxyCredentials credentials) {

	/**
	 * Return this proxy with credentials.
	 * @param credentials the credentials
	 * @return a copy
	 */
	public ReachProxy withCredentials(ProxyCredentials credentials) {
		return new ReachProxy(this.type, this.host, this.port, credentials);
	}

	/**
	 * Read the URL of a proxy as it stands in variables and properties:
	 * {@code [scheme://][user[:password]@]host[:port]}. Without a scheme it is
	 * {@code http}; user and password are percent-decoded.
	 * @param source the name of the property or variable
	 * @param url the URL
	 * @param warnings told of a port that is assumed, without any secret
	 * @return the proxy
	 * @throws InvalidProxyException if it cannot be read; names the source, not the URL
	 */
	public static ReachProxy parse(String source, String url, Consumer<String> warnings) {
		return ProxyUrl.parse(source, url, warnings);
	}

	/**
	 * Return the address without the credentials.
	 */
	@Override
	public String toString() {
		String name = (this.host.indexOf(':') != -1) ? "[" + this.host + "]" : this.host;
		return this.type.scheme() + "://" + name + ":" + this.port;
	}

}
