package dev.reach.error;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * How a request is named in messages and logs: method, scheme, host and path. The query,
 * which may hold telephone numbers, and user information are left out.
 *
 * @since 0.1.0
 */
public final class RequestLine {

	private RequestLine() {
	}

	/**
	 * Return the name of a request.
	 * @param method the method
	 * @param uri the absolute URI
	 * @return for example {@code POST https://api.example.com/create}
	 */
	public static String of(HttpMethod method, URI uri) {
		return method.name() + " " + of(uri);
	}

	/**
	 * Return a URI without user information, query and fragment.
	 * @param uri the absolute URI
	 * @return for example {@code https://api.example.com/create}
	 */
	public static String of(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return uri.getScheme() + "://" + hostAndPort(uri) + path;
	}

	private static @Nullable String hostAndPort(URI uri) {
		return (uri.getPort() != -1) ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
	}

}
