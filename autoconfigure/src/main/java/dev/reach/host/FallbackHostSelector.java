package dev.reach.host;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses the same host as long as it is a candidate.
 */
final class FallbackHostSelector implements HostSelector {

	private final AtomicInteger current = new AtomicInteger();

	@Override
	public URI select(List<URI> hosts, List<URI> candidates) {
		HostRing ring = new HostRing(hosts, candidates);
		return hosts.get(this.current.updateAndGet(ring::candidateFrom));
	}

	@Override
	public String toString() {
		return "fallback";
	}

}
