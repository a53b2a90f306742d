package dev.reach.host;

import java.net.URI;
import java.util.List;

/**
 * The hosts in their configured order, in which the first comes after the last.
 *
 * @param hosts all hosts
 * @param candidates those that may be chosen
 */
record HostRing(List<URI> hosts, List<URI> candidates) {

	boolean isCandidate(int index) {
		return this.candidates.contains(this.hosts.get(index % this.hosts.size()));
	}

	/**
	 * Return the first candidate from a position on.
	 * @param index the position to begin with; one past the end is the first again
	 * @return the position of the candidate
	 */
	int candidateFrom(int index) {
		for (int step = 0; step < this.hosts.size(); step++) {
			if (isCandidate(index + step)) {
				return (index + step) % this.hosts.size();
			}
		}
		throw new IllegalArgumentException("None of the candidates is a host");
	}

}
