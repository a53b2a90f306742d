package dev.reach.middleware;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpHeaders;

/**
 * Adds cookies to those that a request has, see RFC 6265, section 5.4. A cookie that the
 * request names itself is not added.
 *
 * @param cookies the cookies in their order
 */
record CookieHeader(List<Cookie> cookies) {

	ReachHttpRequest applyTo(ReachHttpRequest request) {
		if (this.cookies.isEmpty()) {
			return request;
		}
		String own = String.join("; ", request.headers().getOrEmpty(HttpHeaders.COOKIE));
		Set<String> names = Arrays.stream(own.split(";"))
			.map((pair) -> pair.split("=", 2)[0].strip())
			.collect(Collectors.toSet());
		String added = valueOf(this.cookies.stream().filter((cookie) -> !names.contains(cookie.name())).toList());
		if (added.isEmpty()) {
			return request;
		}
		return request.mutate().header(HttpHeaders.COOKIE, own.isEmpty() ? added : own + "; " + added).build();
	}

	String value() {
		return valueOf(this.cookies);
	}

	private static String valueOf(List<Cookie> cookies) {
		return cookies.stream().map((cookie) -> cookie.name() + "=" + cookie.value()).collect(Collectors.joining("; "));
	}

	/**
	 * A cookie as it is sent.
	 *
	 * @param name the name
	 * @param value the value
	 */
	record Cookie(String name, String value) {

		/**
		 * Return the name; the value may be secret.
		 */
		@Override
		public String toString() {
			return this.name;
		}

	}

}
