package dev.reach.middleware;

/**
 * Follows no redirect.
 */
final class NoRedirects implements RedirectPolicy {

	static final NoRedirects INSTANCE = new NoRedirects();

	private NoRedirects() {
	}

	@Override
	public boolean follows(RedirectContext redirect) {
		return false;
	}

	@Override
	public String toString() {
		return "never";
	}

}
