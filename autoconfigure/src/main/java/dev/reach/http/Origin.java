package dev.reach.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of a URI, the unit within which credentials may travel. See RFC
 * 6454, section 4.
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case, an IPv6 address in brackets
 * @param port the port, never the default of the scheme left out
 * @since 0.1.0
 */
public record Origin(String scheme, String host, int port) {

	private static final Pattern LOOPBACK_ADDRESS = Pattern
		.compile("127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1|::ffff:127(\\.\\d{1,3}){3})(%[^\\]]+)?\\]");

	/**
	 * Return the origin of a URI.
	 * @param uri an absolute URI with a host
	 * @return the origin
	 */
	public static Origin of(URI uri) {
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		int port = (uri.getPort() != -1) ? uri.getPort() : defaultPort(scheme);
		return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
	}

	/**
	 * Return whether what is sent there is encrypted.
	 * @return {@code true} for https
	 */
	public boolean isSecure() {
		return this.scheme.equals("https");
	}

	/**
	 * Return whether the host is this machine by its name or literal address; no name is
	 * looked up.
	 * @return whether the host is a loopback one
	 */
	public boolean isLoopback() {
		String name = this.host.endsWith(".") ? this.host.substring(0, this.host.length() - 1) : this.host;
		return name.equals("localhost") || name.endsWith(".localhost") || LOOPBACK_ADDRESS.matcher(name).matches();
	}

	private static int defaultPort(String scheme) {
		return scheme.equals("https") ? 443 : 80;
	}

	@Override
	public String toString() {
		return this.scheme + "://" + this.host + ":" + this.port;
	}

}
