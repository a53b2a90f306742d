package dev.reach.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * The headers that are for one connection only, see RFC 9110, section 7.6.1, those meant
 * for proxies, and those by which Netty tells of an HTTP/2 stream. {@code Proxy} is none
 * of HTTP, but servers that follow CGI take it for the variable {@code HTTP_PROXY}.
 */
final class HopByHop {

	private static final Set<String> NAMES = Set.of("connection", "keep-alive", "proxy", "te", "trailer",
			"transfer-encoding", "upgrade", "http2-settings");

	/**
	 * Tells callers which proxy failed, see RFC 9209.
	 */
	private static final String FOR_CALLERS = "proxy-status";

	private HopByHop() {
	}

	static boolean includes(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return NAMES.contains(lower) || lower.startsWith("x-http2-")
				|| lower.startsWith("proxy-") && !lower.equals(FOR_CALLERS);
	}

	/**
	 * Copy the headers that are for the other end.
	 * @param received the headers of one connection
	 * @param headers those of the next one
	 */
	static void copyOthers(HttpHeaders received, HttpHeaders headers) {
		Set<String> options = options(received);
		received.forEach((name, values) -> {
			if (!includes(name) && !options.contains(name)) {
				headers.put(name, new ArrayList<>(values));
			}
		});
	}

	private static Set<String> options(HttpHeaders headers) {
		List<String> values = headers.getOrEmpty(HttpHeaders.CONNECTION);
		if (values.isEmpty()) {
			return Set.of();
		}
		Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		for (String value : values) {
			options.addAll(List.of(StringUtils.tokenizeToStringArray(value, ", \t")));
		}
		return options;
	}

}
