package dev.reach.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Replaces the beginning of a path. Whole segments of the encoded path are compared, so
 * {@code /svc} is the beginning of {@code /svc} and {@code /svc/x}, not of
 * {@code /svcmore}; what follows, the query included, stays as it is encoded.
 *
 * @param from the beginning to replace, with a slash at its start
 * @param to what stands in its place, with a slash at its start
 * @since 0.1.0
 */
public record PathRewrite(String from, String to) {

	/**
	 * Changes nothing.
	 */
	public static final PathRewrite NONE = new PathRewrite("/", "/");

	/**
	 * Check and keep both paths. A slash at their end is dropped.
	 * @param from the beginning to replace
	 * @param to what stands in its place
	 */
	public PathRewrite {
		from = path("from", from);
		to = path("to", to);
	}

	/**
	 * Rewrite a URI.
	 * @param uri the URI; a relative one begins at the root, with or without a slash
	 * @return the URI with another path, or the same if its path does not begin so
	 */
	public URI apply(URI uri) {
		String path = rooted(uri);
		if (path == null || this.from.equals(this.to) || !begins(path, this.from)) {
			return uri;
		}
		String rewritten = this.to + path.substring(this.from.length());
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		String fragment = (uri.getRawFragment() != null) ? "#" + uri.getRawFragment() : "";
		String start = uri.isAbsolute() ? uri.getScheme() + "://" + uri.getRawAuthority() : "";
		return URI.create(start + (rewritten.isEmpty() ? "/" : rewritten) + query + fragment);
	}

	private static @Nullable String rooted(URI uri) {
		String path = uri.getRawPath();
		boolean rootless = path != null && !uri.isAbsolute() && !path.startsWith("/");
		return rootless ? "/" + path : path;
	}

	/**
	 * Return whether a path begins with all the segments of another one.
	 * @param path the encoded path
	 * @param beginning the other path, without a slash at its end
	 * @return whether it does
	 */
	public static boolean begins(String path, String beginning) {
		return path.startsWith(beginning)
				&& (path.length() == beginning.length() || path.charAt(beginning.length()) == '/');
	}

	private static String path(String name, String path) {
		Assert.isTrue(path.startsWith("/") && path.equals(URI.create(path).getRawPath()) && !path.startsWith("//"),
				() -> "'%s' must be an encoded path that begins with a slash, without query and fragment"
					.formatted(name));
		return path.replaceAll("/+$", "");
	}

}
