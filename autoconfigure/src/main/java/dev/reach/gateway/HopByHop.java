package dev.reach.gateway;

import java.util.List;
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

	private static final Set<String> NAMES = names(List.of("Connection", "Keep-Alive", "Proxy", "TE", "Trailer",
			"Transfer-Encoding", "Upgrade", "HTTP2-Settings"));

	private static final List<String> FAMILIES = List.of("Proxy-", "X-HTTP2-");

	/**
	 * Tells callers which proxy failed, see RFC 9209.
	 */
	private static final String FOR_CALLERS = "Proxy-Status";

	private HopByHop() {
	}

	static boolean includes(String name) {
		return NAMES.contains(name) || !name.equalsIgnoreCase(FOR_CALLERS)
				&& FAMILIES.stream().anyMatch((family) -> name.regionMatches(true, 0, family, 0, family.length()));
	}

	static void removeFrom(HttpHeaders headers) {
		for (String value : List.copyOf(headers.getOrEmpty(HttpHeaders.CONNECTION))) {
			for (String option : StringUtils.tokenizeToStringArray(value, ", \t")) {
				headers.remove(option);
			}
		}
		for (String name : List.copyOf(headers.headerNames())) {
			if (includes(name)) {
				headers.remove(name);
			}
		}
	}

	private static Set<String> names(List<String> names) {
		Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		set.addAll(names);
		return set;
	}

}
