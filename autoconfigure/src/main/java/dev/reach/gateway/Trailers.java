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
 *
 * @param withheld the names of further fields that stay here
 */
record Trailers(Set<String> withheld) {

	private static final Set<String> TOO_LATE = Set.of("age", "authorization", "cache-control", "content-encoding",
			"content-length", "content-range", "content-type", "cookie", "date", "expires", "host", "location",
			"retry-after", "set-cookie", "vary", "via", "warning", "www-authenticate");

	List<String> announced(HttpHeaders headers) {
		return headers.getOrEmpty(HttpHeaders.TRAILER)
			.stream()
			.flatMap((names) -> StringUtils.commaDelimitedListToSet(names).stream())
			.map(String::strip)
			.filter(this::isAllowed)
			.distinct()
			.toList();
	}

	HttpHeaders received(Mono<HttpHeaders> trailers) {
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

	private boolean isAllowed(String name) {
		return !name.isEmpty() && !TOO_LATE.contains(name.toLowerCase(Locale.ROOT)) && !HopByHop.includes(name)
				&& !this.withheld.contains(name);
	}

}
