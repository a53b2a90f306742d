package dev.reach.http;

import java.net.URI;
import java.util.Locale;

import dev.reach.error.ReachConfigurationException;

/**
 * Where the API is. Relative URIs are appended, so the path of the base URL is kept.
 *
 * @param uri the URL without a slash at its end
 * @since 0.1.0
 */
public record BaseUrl(URI uri) {

	/**
	 * Check and keep a base URL.
	 * @param uri an absolute http or https URL with a host, without user information,
	 * query and fragment
	 */
	public BaseUrl {
		if (uri.getUserInfo() != null || uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
			throw new ReachConfigurationException(
					"The base URL must not hold user information; set the API user and API key instead");
		}
		if (!isHttp(uri) || uri.getHost() == null) {
			throw new ReachConfigurationException(
					"The base URL '%s' is not an absolute http or https URL with a host, such as https://api.example.com"
						.formatted(withoutQuery(uri)));
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new ReachConfigurationException(
					"The base URL '%s' must not have a query or a fragment".formatted(withoutQuery(uri)));
		}
		uri = URI.create(uri.toString().replaceAll("/+$", ""));
	}

	/**
	 * Return the origin of the base URL.
	 * @return the origin
	 */
	public Origin origin() {
		return Origin.of(this.uri);
	}

	/**
	 * Make a URI absolute.
	 * @param relative a URI with or without a slash at its start; one that is absolute is
	 * returned as it is
	 * @return an absolute URI
	 */
	public URI resolve(URI relative) {
		if (relative.isAbsolute()) {
			if (!isHttp(relative) || relative.getHost() == null) {
				throw new IllegalArgumentException("An absolute URI must be an http or https URL with a host");
			}
			return relative;
		}
		if (relative.getRawAuthority() != null) {
			throw new IllegalArgumentException(
					"A URI that begins with '//' names a host without a scheme; write the scheme or a path");
		}
		String path = relative.toString();
		if (this.uri.getRawPath().isEmpty() && path.startsWith("/") && !path.startsWith("//")) {
			// The same, but nothing is parsed anew.
			return this.uri.resolve(relative);
		}
		String separator = (path.isEmpty() || path.startsWith("/") || path.startsWith("?")) ? "" : "/";
		return URI.create(this.uri + separator + path);
	}

	/**
	 * Move a URI from another base URL to this one.
	 * @param other the other base URL
	 * @param uri an absolute URI
	 * @return the URI with this base URL in place of the other, or the same if it is not
	 * below the other
	 */
	public URI inPlaceOf(BaseUrl other, URI uri) {
		String whole = uri.toString();
		String rest = whole.startsWith(other.toString()) ? whole.substring(other.toString().length()) : "none";
		boolean below = rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?");
		return below ? URI.create(this.uri + rest) : uri;
	}

	private static boolean isHttp(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return scheme.equals("http") || scheme.equals("https");
	}

	private static String withoutQuery(URI uri) {
		return uri.toString().replaceAll("[?#].*", "");
	}

	@Override
	public String toString() {
		return this.uri.toString();
	}

}
