package dev.reach.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * The fields after the body of a response, without those that must not come so late or
 * are for the connection only, see RFC 9110, sections 6.5.1 and 7.6.1.
 */
final class Trailers {

	private static final Set<String> NOT_ALLOWED = Set.of("age", "authorization", "cache-control", "connection",
			"content-encoding", "content-length", "content-range", "content-type", "cookie", "date", "expires", "host",
			"keep-alive", "location", "proxy-authenticate", "proxy-authentication-info", "proxy-authorization",
			"proxy-connection", "retry-after", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "vary",
			"via", "warning", "www-authenticate");

	private Trailers() {
	}

	static List<String> announced(HttpHeaders headers) {
		return headers.getOrEmpty(HttpHeaders.TRAILER)
			.stream()
			.flatMap((names) -> StringUtils.commaDelimitedListToSet(names).stream())
			.map(String::strip)
			.filter(Trailers::isAllowed)
			.distinct()
			.toList();
	}

	static HttpHeaders received(Mono<HttpHeaders> trailers) {
		CompletableFuture<HttpHeaders> future = trailers.toFuture();
		HttpHeaders received = future.isDone() ? future.join() : null;
		HttpHeaders allowed = new HttpHeaders();
		if (received != null) {
			received.forEach((name, values) -> {
				if (isAllowed(name)) {
					allowed.addAll(name, values);
				}
			});
		}
		return allowed;
	}

	private static boolean isAllowed(String name) {
		return !name.isEmpty() && !NOT_ALLOWED.contains(name.toLowerCase(Locale.ROOT));
	}

}
