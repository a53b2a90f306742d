package dev.reach.middleware;

import java.net.CookieStore;
import java.net.URI;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cookies that services set and returns them, see RFC 6265, section 5.
 */
final class CookieJar {

	private final @Nullable CookieStore store;

	CookieJar(@Nullable CookieStore store) {
		this.store = store;
	}

	ReachHttpRequest applyTo(ReachHttpRequest request) {
		return request;
	}

	void take(URI uri, ReachHttpResponse response) {
	}

}
