package dev.reach.gateway;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * How many proxies an {@code OPTIONS} may still pass, see RFC 9110, section 7.6.2.
 */
final class MaxForwards {

	private static final String NAME = "Max-Forwards";

	private MaxForwards() {
	}

	static boolean isReached(ServerRequest request) {
		return request.method() == HttpMethod.OPTIONS && "0".equals(request.headers().firstHeader(NAME));
	}

	static void count(HttpMethod method, HttpHeaders headers) {
		String value = (method == HttpMethod.OPTIONS) ? headers.getFirst(NAME) : null;
		if (value != null && value.matches("[1-9]\\d{0,8}")) {
			headers.set(NAME, String.valueOf(Integer.parseInt(value) - 1));
		}
	}

}
