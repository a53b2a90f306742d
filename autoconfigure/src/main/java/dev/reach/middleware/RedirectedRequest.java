package dev.reach.middleware;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * What a request becomes by a redirect, see RFC 9110, section 15.4.
 */
final class RedirectedRequest {

	private static final Set<String> OF_CONTENT = Set.of("digest", "repr-digest", "last-modified", "transfer-encoding",
			"trailer", "expect");

	private static final Set<String> HARMLESS = Set.of("accept", "accept-charset", "accept-encoding", "accept-language",
			"cache-control", "pragma", "range", "user-agent", "x-reach-client", "traceparent", "tracestate", "b3");

	private RedirectedRequest() {
	}

	static boolean becomesGet(int status, HttpMethod method) {
		return switch (status) {
			case 301, 302 -> HttpMethod.POST.equals(method);
			case 303 -> !HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method);
			default -> false;
		};
	}

	static ReachHttpRequest of(ReachHttpRequest request, int status, URI target) {
		ReachHttpRequest.Builder redirected = request.mutate()
			.uri(target)
			.headers((headers) -> headers.remove(HttpHeaders.HOST));
		if (becomesGet(status, request.method())) {
			redirected.method(HttpMethod.GET)
				.body(ReachHttpBody.none())
				.headers((headers) -> remove(headers,
						(name) -> isOfContent(name) || name.startsWith("if-") || OF_CONTENT.contains(name)));
		}
		return redirected.build();
	}

	// Any other header may be meant for the first origin only.
	static ReachHttpRequest harmless(ReachHttpRequest request) {
		return request.mutate().headers((headers) -> remove(headers, (name) -> !isHarmless(name))).build();
	}

	private static boolean isHarmless(String name) {
		return HARMLESS.contains(name) || isOfContent(name) || name.startsWith("if-") || name.startsWith("x-b3-");
	}

	private static boolean isOfContent(String name) {
		return name.startsWith("content-");
	}

	private static void remove(HttpHeaders headers, Predicate<String> unwanted) {
		List<String> names = headers.headerNames()
			.stream()
			.filter((name) -> unwanted.test(name.toLowerCase(Locale.ROOT)))
			.toList();
		names.forEach(headers::remove);
	}

}
