package dev.reach.middleware;

import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.CookieHeader.Cookie;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Keeps the cookies that services set and returns them, see RFC 6265, section 5. In the
 * store, the domain of a cookie begins with a dot if the cookie goes to the hosts below
 * too, and is the host if not.
 */
final class CookieJar {

	private static final Log logger = LogFactory.getLog(CookieJar.class);

	private static final int MAX_COOKIES_PER_DOMAIN = 50;

	private static final int MAX_COOKIES = 3000;

	private final @Nullable CookieStore store;

	private final Clock clock;

	CookieJar(@Nullable CookieStore store) {
		this(store, Clock.systemUTC());
	}

	CookieJar(@Nullable CookieStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	ReachHttpRequest applyTo(ReachHttpRequest request) {
		return (this.store != null) ? new CookieHeader(cookiesFor(this.store, request.uri())).applyTo(request)
				: request;
	}

	String valueFor(URI uri) {
		return (this.store != null) ? new CookieHeader(cookiesFor(this.store, uri)).value() : "";
	}

	void take(URI uri, ReachHttpResponse response) {
		if (this.store != null) {
			for (String header : response.headers().getOrEmpty(HttpHeaders.SET_COOKIE)) {
				take(this.store, uri, header);
			}
		}
	}

	private void take(CookieStore store, URI uri, String header) {
		HttpCookie cookie;
		try {
			cookie = SetCookie.parse(header).toCookie(CookieScope.of(uri), this.clock.instant());
		}
		catch (IllegalArgumentException ex) {
			logger.debug("A cookie of %s is ignored: %s".formatted(uri.getHost(), ex.getMessage()));
			return;
		}
		try {
			keep(store, uri, cookie);
		}
		catch (RuntimeException ex) {
			logger.warn("The CookieStore did not take a cookie of %s: %s".formatted(uri.getHost(),
					ex.getClass().getName()));
		}
	}

	private static void keep(CookieStore store, URI uri, HttpCookie cookie) {
		List<HttpCookie> kept = store.getCookies();
		boolean secure = CookieScope.of(uri).secure();
		if (!secure && kept.stream().anyMatch((other) -> other.getSecure() && hidesBehind(cookie, other))) {
			logger.debug("A cookie of %s is ignored: it would hide a secure one".formatted(uri.getHost()));
		}
		else if (cookie.getMaxAge() == 0) {
			store.remove(uri, cookie);
		}
		else {
			if (!kept.contains(cookie)) {
				makeRoom(store, kept, domainOf(cookie));
			}
			store.add(uri, cookie);
		}
	}

	private static void makeRoom(CookieStore store, List<HttpCookie> kept, String domain) {
		List<HttpCookie> neighbours = kept.stream().filter((cookie) -> domainOf(cookie).equals(domain)).toList();
		if (neighbours.size() >= MAX_COOKIES_PER_DOMAIN) {
			store.remove(null, neighbours.get(0));
		}
		else if (kept.size() >= MAX_COOKIES) {
			store.remove(null, kept.get(0));
		}
	}

	private static boolean hidesBehind(HttpCookie cookie, HttpCookie other) {
		CookieScope scope = new CookieScope(domainOf(cookie), cookie.getPath(), false);
		CookieScope otherScope = new CookieScope(domainOf(other), "/", true);
		return cookie.getName().equals(other.getName()) && scope.isBelow(pathOf(other))
				&& (scope.isWithin(otherScope.host()) || otherScope.isWithin(scope.host()));
	}

	// A store may give more than what fits, so it is not relied on.
	private static List<Cookie> cookiesFor(CookieStore store, URI uri) {
		CookieScope scope = CookieScope.of(uri);
		try {
			List<HttpCookie> byAge = store.getCookies();
			return store.get(uri)
				.stream()
				.filter((cookie) -> fits(cookie, scope))
				.sorted(Comparator.comparingInt((HttpCookie cookie) -> -pathOf(cookie).length())
					.thenComparingInt(byAge::indexOf))
				.map((cookie) -> new Cookie(cookie.getName(), cookie.getValue()))
				.toList();
		}
		catch (RuntimeException ex) {
			throw new ReachConfigurationException("The CookieStore failed with %s when asked for the cookies of %s"
				.formatted(ex.getClass().getName(), uri.getHost()));
		}
	}

	private static boolean fits(HttpCookie cookie, CookieScope scope) {
		String domain = cookie.getDomain();
		boolean toHost = domain == null
				|| (domain.startsWith(".") ? scope.isWithin(domainOf(cookie)) : scope.host().equalsIgnoreCase(domain));
		return toHost && scope.isBelow(pathOf(cookie)) && (!cookie.getSecure() || scope.secure())
				&& !cookie.hasExpired();
	}

	private static String domainOf(HttpCookie cookie) {
		String domain = (cookie.getDomain() != null) ? cookie.getDomain() : "";
		return domain.startsWith(".") ? domain.substring(1) : domain;
	}

	private static String pathOf(HttpCookie cookie) {
		return (cookie.getPath() != null) ? cookie.getPath() : "/";
	}

}
