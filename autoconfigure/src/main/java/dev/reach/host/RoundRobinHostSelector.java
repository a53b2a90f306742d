package dev.reach.host;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses the next candidate each time.
 */
final class RoundRobinHostSelector implements HostSelector {

	private final AtomicInteger current = new AtomicInteger(-1);

	@Override
	public URI select(List<URI> hosts, List<URI> candidates) {
		HostRing ring = new HostRing(hosts, candidates);
		return hosts.get(this.current.updateAndGet((index) -> ring.candidateFrom(index + 1)));
	}

	@Override
	public String toString() {
		return "round-robin";
	}

}
