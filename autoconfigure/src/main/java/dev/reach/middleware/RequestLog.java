package dev.reach.middleware;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

/**
 * Logs each attempt at INFO: method, host and path, then status and duration, and the
 * headers if that is asked for. Values of headers are shown if they are known to be
 * harmless, credentials are added afterwards, and queries and bodies are not logged at
 * all: they hold telephone numbers and texts.
 *
 * @since 0.1.0
 */
public final class RequestLog {

	private static final Log logger = LogFactory.getLog(RequestLog.class);

	private static final List<String> HARMLESS = List.of("Accept", "Accept-Charset", "Accept-Encoding",
			"Accept-Language", "Cache-Control", "Connection", "Content-Encoding", "Content-Length", "Content-Type",
			"Date", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "Server",
			"Transfer-Encoding", "User-Agent", "X-Reach-Client");

	/**
	 * Logs nothing.
	 */
	public static final RequestLog NONE = new RequestLog(false, Set.of());

	private final boolean withHeaders;

	private final Set<String> shown;

	private RequestLog(boolean withHeaders, Set<String> shown) {
		this.withHeaders = withHeaders;
		this.shown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		this.shown.addAll(HARMLESS);
		this.shown.addAll(shown);
	}

	/**
	 * Return a log without headers.
	 * @return the log
	 */
	public static RequestLog basic() {
		return new RequestLog(false, Set.of());
	}

	/**
	 * Return a log with headers. The values of most are shown as {@code ***}.
	 * @param shown the names of further headers whose values are shown
	 * @return the log
	 */
	public static RequestLog withHeaders(Set<String> shown) {
		return new RequestLog(true, shown);
	}

	Mono<ReachHttpResponse> around(ReachHttpRequest request, Mono<ReachHttpResponse> attempt) {
		return (this == NONE) ? attempt : Mono.defer(() -> {
			long start = System.nanoTime();
			logger.info(request + headers(request.headers()));
			return attempt
				.doOnNext((response) -> logger.info("%s answered %d in %d ms%s".formatted(request, response.status(),
						millisSince(start), headers(response.headers()))))
				.doOnError((ex) -> logger.info("%s failed with %s in %d ms".formatted(request,
						ex.getClass().getSimpleName(), millisSince(start))));
		});
	}

	private String headers(HttpHeaders headers) {
		if (!this.withHeaders) {
			return "";
		}
		List<String> lines = new ArrayList<>();
		headers.forEach((name, values) -> lines
			.add(name + ": " + (this.shown.contains(name) ? String.join(", ", values) : "***")));
		return lines.stream().collect(Collectors.joining("; ", " [", "]"));
	}

	private static long millisSince(long start) {
		return (System.nanoTime() - start) / 1_000_000;
	}

	@Override
	public String toString() {
		return (this == NONE) ? "none" : (this.withHeaders ? "with headers" : "basic");
	}

}
