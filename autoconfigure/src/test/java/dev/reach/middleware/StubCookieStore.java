package dev.reach.middleware;

import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives the same cookies for each URI.
 *
 * @param cookies the cookies
 */
record StubCookieStore(Supplier<List<HttpCookie>> cookies) implements CookieStore {

	@Override
	public void add(URI uri, HttpCookie cookie) {
		this.cookies.get();
	}

	@Override
	public List<HttpCookie> get(URI uri) {
		return this.cookies.get();
	}

	@Override
	public List<HttpCookie> getCookies() {
		return this.cookies.get();
	}

	@Override
	public List<URI> getURIs() {
		return List.of();
	}

	@Override
	public boolean remove(URI uri, HttpCookie cookie) {
		return false;
	}

	@Override
	public boolean removeAll() {
		return false;
	}

}
