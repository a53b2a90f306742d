package dev.reach.middleware;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The requests that a cookie may come from and go to, see RFC 6265, sections 5.1.3 and
 * 5.1.4.
 *
 * @param host the host in lower case
 * @param path the path, at least a slash
 * @param secure whether the request is encrypted
 */
record CookieScope(String host, String path, boolean secure) {

	private static final Pattern ADDRESS = Pattern.compile("\\[.*|.*:.*|(.*\\.)?\\d+\\.?");

	static CookieScope of(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return new CookieScope(uri.getHost().toLowerCase(Locale.ROOT), path.startsWith("/") ? path : "/",
				"https".equalsIgnoreCase(uri.getScheme()));
	}

	/**
	 * Return whether the host is an address or has no domain above it, so that it shares
	 * cookies with no other.
	 */
	boolean isAlone() {
		return !this.host.contains(".") || ADDRESS.matcher(this.host).matches();
	}

	boolean isWithin(String domain) {
		return this.host.equals(domain) || !isAlone() && this.host.endsWith("." + domain);
	}

	boolean isBelow(String parent) {
		return this.path.startsWith(parent) && (this.path.length() == parent.length() || parent.endsWith("/")
				|| this.path.charAt(parent.length()) == '/');
	}

	String defaultPath() {
		int lastSlash = this.path.lastIndexOf('/');
		return (lastSlash <= 0) ? "/" : this.path.substring(0, lastSlash);
	}

}
