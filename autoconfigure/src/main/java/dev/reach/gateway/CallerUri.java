package dev.reach.gateway;

import java.net.URI;

import dev.reach.netty.CallerConnection;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a request asks for, as the routes of the application see it: without the context
 * path, which is the base path of the application or what a proxy in front of it has said
 * to have taken away.
 *
 * @param uri the URI without the context path
 * @param contextPath the context path, empty if there is none
 * @param received whether the context path is a part of the request as it was received
 */
record CallerUri(URI uri, String contextPath, boolean received) {

	static CallerUri of(ServerHttpRequest request) {
		String contextPath = request.getPath().contextPath().value();
		if (contextPath.isEmpty()) {
			return new CallerUri(request.getURI(), "", true);
		}
		CallerConnection connection = CallerConnection.of(request);
		return new CallerUri(within(request.getURI(), contextPath), contextPath,
				connection == null || pathOf(connection.target()).equals(request.getURI().getRawPath()));
	}

	// Of the origin form or the absolute form, see RFC 9112, section 3.2.
	private static String pathOf(String target) {
		int query = target.indexOf('?');
		String withoutQuery = (query != -1) ? target.substring(0, query) : target;
		int authority = withoutQuery.startsWith("/") ? -1 : withoutQuery.indexOf("://");
		int path = (authority != -1) ? withoutQuery.indexOf('/', authority + 3) : 0;
		return (path != -1) ? withoutQuery.substring(path) : "";
	}

	private static URI within(URI uri, String contextPath) {
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		String origin = uri.isAbsolute() ? uri.getScheme() + "://" + uri.getRawAuthority() : "";
		return URI.create(origin + uri.getRawPath().substring(contextPath.length()) + query);
	}

}
