package dev.reach.host;

import java.net.URI;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Chooses any candidate.
 */
final class RandomHostSelector implements HostSelector {

	private final IntUnaryOperator random;

	/**
	 * Create a new selector.
	 * @param random gives a number from 0 to the bound it is given, exclusive
	 */
	RandomHostSelector(IntUnaryOperator random) {
		this.random = random;
	}

	@Override
	public URI select(List<URI> hosts, List<URI> candidates) {
		return candidates.get(this.random.applyAsInt(candidates.size()));
	}

	@Override
	public String toString() {
		return "random";
	}

}
