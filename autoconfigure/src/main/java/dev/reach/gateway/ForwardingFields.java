package dev.reach.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpHeaders;

/**
 * The headers by which a proxy tells the next server what it did not see itself: who
 * called whom, how, and for which resource. Servers that follow CGI (RFC 3875, section
 * 4.1.18) do not tell an underscore from a dash.
 */
final class ForwardingFields {

	static final String FORWARDED = "Forwarded";

	static final String FOR = "X-Forwarded-For";

	static final String HOST = "X-Forwarded-Host";

	static final String PROTO = "X-Forwarded-Proto";

	static final String PORT = "X-Forwarded-Port";

	static final String PREFIX = "X-Forwarded-Prefix";

	private static final List<String> FAMILIES = List.of("x-forwarded-", "x-original-", "x-real-", "ssl-client-",
			"x-ssl-", "x-client-cert", "client-cert");

	private static final Set<String> NAMES = Set.of("forwarded", "x-forwarded", "forwarded-for", "client-ip",
			"true-client-ip", "x-client-ip", "x-cluster-client-ip", "x-originating-ip", "x-remote-ip", "x-remote-addr",
			"cf-connecting-ip", "fastly-client-ip", "x-azure-clientip", "x-host", "x-http-host-override",
			"x-rewrite-url", "x-url-scheme", "x-scheme", "front-end-https", "remote-user", "x-remote-user",
			"x-authenticated-user");

	private ForwardingFields() {
	}

	static boolean anyOf(Collection<String> names) {
		return names.stream().anyMatch(ForwardingFields::includes);
	}

	static void removeFrom(HttpHeaders headers) {
		List<String> names = new ArrayList<>();
		headers.forEach((name, values) -> {
			if (includes(name)) {
				names.add(name);
			}
		});
		names.forEach(headers::remove);
	}

	private static boolean includes(String name) {
		String normalized = name.toLowerCase(Locale.ROOT).replace('_', '-');
		if (NAMES.contains(normalized)) {
			return true;
		}
		for (String family : FAMILIES) {
			if (normalized.startsWith(family)) {
				return true;
			}
		}
		return false;
	}

}
