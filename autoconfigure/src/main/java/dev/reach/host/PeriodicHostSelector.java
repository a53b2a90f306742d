package dev.reach.host;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.util.Assert;

/**
 * Chooses the same host for a number of times, then the next candidate.
 */
final class PeriodicHostSelector implements HostSelector {

	private final int calls;

	private final AtomicReference<Period> current = new AtomicReference<>(new Period(0, 0));

	PeriodicHostSelector(int calls) {
		Assert.isTrue(calls > 0, "'calls' must be more than zero");
		this.calls = calls;
	}

	@Override
	public URI select(List<URI> hosts, List<URI> candidates) {
		HostRing ring = new HostRing(hosts, candidates);
		return hosts.get(this.current.updateAndGet((period) -> next(period, ring)).index());
	}

	private Period next(Period period, HostRing ring) {
		boolean stays = period.used() < this.calls && ring.isCandidate(period.index());
		return stays ? new Period(period.index(), period.used() + 1)
				: new Period(ring.candidateFrom(period.index() + 1), 1);
	}

	@Override
	public String toString() {
		return "periodic, " + this.calls;
	}

	/**
	 * The time spent with one host.
	 *
	 * @param index the position of the host
	 * @param used how often it was chosen
	 */
	private record Period(int index, int used) {

	}

}
