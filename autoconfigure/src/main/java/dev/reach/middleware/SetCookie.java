package dev.reach.middleware;

import java.net.HttpCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.reach.http.HeaderRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A {@code Set-Cookie} header, read by the algorithm of RFC 6265, section 5.2. A cookie
 * that cannot be kept is an {@link IllegalArgumentException} that does not show it.
 *
 * @param name the name
 * @param value the value with its quotes
 * @param attributes the attributes by name in lower case, the last one of each name that
 * can be understood
 */
record SetCookie(String name, String value, Map<String, String> attributes) {

	private static final int MAX_SIZE = 4096;

	private static final int MAX_ATTRIBUTE_SIZE = 1024;

	static SetCookie parse(String header) {
		String[] parts = header.split(";", -1);
		int equals = parts[0].indexOf('=');
		Assert.isTrue(equals != -1, "it has no name");
		String name = trim(parts[0].substring(0, equals));
		String value = trim(parts[0].substring(equals + 1));
		Assert.isTrue(name.length() + value.length() <= MAX_SIZE, "it is too large");
		HeaderRules.requireValue("Set-Cookie", name + value);
		Map<String, String> attributes = new HashMap<>();
		for (int index = 1; index < parts.length; index++) {
			String[] attribute = parts[index].split("=", 2);
			String attributeName = trim(attribute[0]).toLowerCase(Locale.ROOT);
			String attributeValue = (attribute.length == 2) ? trim(attribute[1]) : "";
			if (isUnderstood(attributeName, attributeValue)) {
				attributes.put(attributeName, attributeValue);
			}
		}
		return new SetCookie(name, value, attributes);
	}

	private static boolean isUnderstood(String name, String value) {
		return value.length() <= MAX_ATTRIBUTE_SIZE && switch (name) {
			case "max-age" -> value.matches("-?\\d+");
			case "expires" -> CookieDate.parse(value) != null;
			case "domain" -> !value.isEmpty();
			default -> true;
		};
	}

	private static String trim(String text) {
		return text.replaceAll("^[ \\t]+|[ \\t]+$", "");
	}

	HttpCookie toCookie(CookieScope origin, Instant now) {
		HttpCookie cookie = new HttpCookie(this.name, this.value);
		cookie.setVersion(0);
		cookie.setDomain(domain(origin));
		cookie.setPath(path(origin));
		cookie.setSecure(this.attributes.containsKey("secure"));
		cookie.setHttpOnly(this.attributes.containsKey("httponly"));
		cookie.setMaxAge(maxAge(now));
		Assert.isTrue(!cookie.getSecure() || origin.secure(), "it is secure, but was not set over https");
		checkPrefix(cookie);
		return cookie;
	}

	private String domain(CookieScope origin) {
		String domain = attribute("domain").toLowerCase(Locale.ROOT);
		String name = domain.startsWith(".") ? domain.substring(1) : domain;
		boolean hostOnly = name.isEmpty() || origin.isAlone() && name.equals(origin.host());
		Assert.isTrue(hostOnly || name.contains(".") && origin.isWithin(name), "it is for another domain");
		return hostOnly ? origin.host() : "." + name;
	}

	private String path(CookieScope origin) {
		String path = attribute("path");
		return path.startsWith("/") ? path : origin.defaultPath();
	}

	private long maxAge(Instant now) {
		String maxAge = attribute("max-age");
		if (!maxAge.isEmpty()) {
			boolean over = maxAge.startsWith("-") || maxAge.matches("0+");
			return over ? 0 : (maxAge.length() > 9) ? Integer.MAX_VALUE : Long.parseLong(maxAge);
		}
		Instant expires = CookieDate.parse(attribute("expires"));
		return (expires != null) ? Math.max(Duration.between(now, expires).toSeconds(), 0) : -1;
	}

	private void checkPrefix(HttpCookie cookie) {
		String lower = this.name.toLowerCase(Locale.ROOT);
		boolean host = lower.startsWith("__host-");
		Assert.isTrue(cookie.getSecure() || !host && !lower.startsWith("__secure-"), "its prefix asks for 'Secure'");
		Assert.isTrue(!host || attribute("path").equals("/") && attribute("domain").isEmpty(),
				"its prefix asks for one host and the path '/'");
	}

	private String attribute(String name) {
		@Nullable String value = this.attributes.get(name);
		return (value != null) ? value : "";
	}

	/**
	 * Return the name; the value may be secret.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
