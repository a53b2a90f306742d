package dev.reach.host;

import java.net.URI;
import java.util.List;

/**
 * Chooses the first host.
 */
final class SingleHostSelector implements HostSelector {

	@Override
	public URI select(List<URI> hosts, List<URI> candidates) {
		return hosts.get(0);
	}

	@Override
	public String toString() {
		return "single";
	}

}
