package dev.reach.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.http.Origin;
import dev.reach.netty.CallerConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Lets callers on the same machine call. A request that came through a proxy on this
 * machine is not one of theirs, nor is one that a page from elsewhere makes in a browser
 * on this machine, be it by a name of its own for the loopback address.
 */
final class LoopbackCallers implements CallerPolicy {

	private static final Log logger = LogFactory.getLog(LoopbackCallers.class);

	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private static final Set<String> LOCAL_SITES = Set.of("none", "same-origin", "same-site");

	private final AtomicBoolean refusedBefore = new AtomicBoolean();

	@Override
	public Mono<Void> check(ServerRequest request) {
		return Mono.defer(() -> {
			String reason = reasonAgainst(request.exchange().getRequest());
			return (reason != null) ? Mono.error(refused(reason)) : Mono.empty();
		});
	}

	private GatewayException refused(String reason) {
		String message = ("A request to the gateway was refused as %s. Only callers on this machine are let in: add"
				+ " Spring Security to have callers authenticated, or set reach.gateway.allow-anonymous=true to let"
				+ " anybody in")
			.formatted(reason);
		if (this.refusedBefore.compareAndSet(false, true)) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
		return new GatewayException(HttpStatus.FORBIDDEN, "The caller is not allowed to do this");
	}

	private static @Nullable String reasonAgainst(ServerHttpRequest request) {
		CallerConnection connection = CallerConnection.of(request);
		if (connection == null) {
			return "the server is not Reactor Netty, so the address of the connection is not known";
		}
		if (!isLoopback(connection.address())) {
			return "its connection does not come from a loopback address";
		}
		if (!Objects.equals(connection.address(), request.getRemoteAddress())
				|| ForwardingFields.anyOf(connection.headerNames())
				|| ForwardingFields.anyOf(request.getHeaders().headerNames())
				|| request.getHeaders().containsHeader(HttpHeaders.VIA) || isOld(connection)) {
			return "it was forwarded by a proxy";
		}
		if (!isLocal("http://" + request.getHeaders().getFirst(HttpHeaders.HOST))) {
			return "the host it asks for is not a loopback one";
		}
		String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
		String site = request.getHeaders().getFirst(FETCH_SITE);
		return (origin != null && !isLocal(origin) || site != null && !LOCAL_SITES.contains(site))
				? "a page from elsewhere made it" : null;
	}

	// Nobody calls like this any more but proxies that do not say that they are some.
	private static boolean isOld(CallerConnection connection) {
		return connection.version().equals("1.0");
	}

	private static boolean isLoopback(@Nullable InetSocketAddress address) {
		InetAddress ip = (address != null) ? address.getAddress() : null;
		return ip != null && ip.isLoopbackAddress();
	}

	private static boolean isLocal(String url) {
		try {
			URI uri = URI.create(url);
			return uri.getHost() != null && Origin.of(uri).isLoopback();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return "callers on this machine";
	}

}
