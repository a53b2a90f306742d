package dev.reach.middleware;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.reach.http.HeaderRules;
import dev.reach.http.ReachHttpRequest;
import dev.reach.middleware.CookieHeader.Cookie;

import org.springframework.util.Assert;

/**
 * Cookies that each request has which goes to the hosts of the client. See RFC 6265,
 * section 4.2.
 *
 * @since 0.1.0
 */
public final class DefaultCookies {

	/**
	 * No cookies.
	 */
	public static final DefaultCookies NONE = new DefaultCookies(Map.of());

	private final Map<String, String> cookies;

	private final CookieHeader header;

	private DefaultCookies(Map<String, String> cookies) {
		this.cookies = cookies;
		this.header = new CookieHeader(
				cookies.entrySet().stream().map((cookie) -> new Cookie(cookie.getKey(), cookie.getValue())).toList());
	}

	/**
	 * Return these cookies and one more, which replaces one of the same name.
	 * @param name the name
	 * @param value the value
	 * @return a copy
	 */
	public DefaultCookies with(String name, String value) {
		HeaderRules.requireName(name);
		Assert.isTrue(value.matches("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]*"),
				() -> "The value of the cookie '%s' has a character that a cookie cannot have".formatted(name));
		Map<String, String> merged = new LinkedHashMap<>(this.cookies);
		merged.put(name, value);
		return new DefaultCookies(merged);
	}

	ReachHttpRequest applyTo(ReachHttpRequest request) {
		return this.header.applyTo(request);
	}

	/**
	 * Return the names; values may be secret.
	 */
	@Override
	public String toString() {
		return "DefaultCookies" + this.cookies.keySet();
	}

}
