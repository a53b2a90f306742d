package dev.reach.gateway;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * The headers that are for one connection only, see RFC 9110, section 7.6.1.
 */
final class HopByHop {

	private static final Set<String> NAMES = names(
			List.of("Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
					"Proxy-Authentication-Info", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings"));

	private HopByHop() {
	}

	static boolean includes(String name) {
		return NAMES.contains(name);
	}

	static void removeFrom(HttpHeaders headers) {
		for (String value : List.copyOf(headers.getOrEmpty(HttpHeaders.CONNECTION))) {
			for (String option : StringUtils.tokenizeToStringArray(value, ", \t")) {
				headers.remove(option);
			}
		}
		NAMES.forEach(headers::remove);
	}

	private static Set<String> names(List<String> names) {
		Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		set.addAll(names);
		return set;
	}

}
