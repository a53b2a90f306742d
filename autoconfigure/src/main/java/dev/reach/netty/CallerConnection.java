package dev.reach.netty;

import java.net.InetSocketAddress;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The connection on which a request came, before anybody changed what the request says of
 * it, for example by its forwarding headers.
 *
 * @param address the address of the peer, or {@code null} if it has none: it is connected
 * by a Unix domain socket
 * @param scheme {@code http} or {@code https}
 * @param version the version of HTTP as in {@code Via}: {@code 1.0}, {@code 1.1} or
 * {@code 2}
 * @param target the request target as it was received, see RFC 9112, section 3.2
 * @param headerNames the names of the headers that were received
 * @since 0.1.0
 */
public record CallerConnection(@Nullable InetSocketAddress address, String scheme, String version, String target,
		Set<String> headerNames) {

	/**
	 * Return the connection of a request.
	 * @param request the request
	 * @return the connection, or {@code null} if the server is not Reactor Netty
	 */
	public static @Nullable CallerConnection of(ServerHttpRequest request) {
		return (nativeRequest(request) instanceof HttpServerRequest server) ? of(server) : null;
	}

	private static CallerConnection of(HttpServerRequest request) {
		InetSocketAddress address = (request.connectionRemoteAddress() instanceof InetSocketAddress inet) ? inet : null;
		String version = request.protocol().startsWith("HTTP/2") ? "2"
				: request.protocol().substring(request.protocol().indexOf('/') + 1);
		return new CallerConnection(address, request.connectionScheme(), version, request.uri(),
				request.requestHeaders().names());
	}

	private static @Nullable Object nativeRequest(ServerHttpRequest request) {
		try {
			return ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return null;
		}
	}

}
