package dev.reach.host;

import java.net.URI;
import java.util.List;

/**
 * Chooses the host of an attempt. Asked by any number of threads at the same time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HostSelector {

	/**
	 * Choose a host.
	 * @param hosts the base URLs of all hosts, in the configured order
	 * @param candidates those that are well and that the call has not asked in this
	 * round, in the same order; never empty
	 * @return one of the hosts, normally a candidate
	 */
	URI select(List<URI> hosts, List<URI> candidates);

	/**
	 * Return the selector that asks the first host only.
	 * @return a selector
	 */
	static HostSelector single() {
		return (hosts, candidates) -> hosts.get(0);
	}

	static HostSelector roundRobin() {
		return single();
	}

	static HostSelector random() {
		return single();
	}

	static HostSelector fallback() {
		return single();
	}

	static HostSelector periodic(int attempts) {
		return single();
	}

}
