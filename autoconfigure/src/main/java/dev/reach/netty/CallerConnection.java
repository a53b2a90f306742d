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
 * @since 0.1.0
 */
public final class CallerConnection {

	private final HttpServerRequest request;

	private CallerConnection(HttpServerRequest request) {
		this.request = request;
	}

	/**
	 * Return the connection of a request.
	 * @param request the request
	 * @return the connection, or {@code null} if the server is not Reactor Netty
	 */
	public static @Nullable CallerConnection of(ServerHttpRequest request) {
		return (nativeRequest(request) instanceof HttpServerRequest server) ? new CallerConnection(server) : null;
	}

	private static @Nullable Object nativeRequest(ServerHttpRequest request) {
		try {
			return ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return null;
		}
	}

	/**
	 * Return the address of the peer.
	 * @return the address, or {@code null} if it has none: it is connected by a Unix
	 * domain socket
	 */
	public @Nullable InetSocketAddress address() {
		return (this.request.connectionRemoteAddress() instanceof InetSocketAddress inet) ? inet : null;
	}

	/**
	 * Return the scheme.
	 * @return {@code http} or {@code https}
	 */
	public String scheme() {
		return this.request.connectionScheme();
	}

	/**
	 * Return the version of HTTP as in {@code Via}.
	 * @return {@code 1.0}, {@code 1.1} or {@code 2}
	 */
	public String version() {
		String protocol = this.request.protocol();
		return protocol.startsWith("HTTP/2") ? "2" : protocol.substring(protocol.indexOf('/') + 1);
	}

	/**
	 * Return the request target as it was received, see RFC 9112, section 3.2.
	 * @return the target
	 */
	public String target() {
		return this.request.uri();
	}

	/**
	 * Return the names of the headers that were received.
	 * @return the names
	 */
	public Set<String> headerNames() {
		return this.request.requestHeaders().names();
	}

}
