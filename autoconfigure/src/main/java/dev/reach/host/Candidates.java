package dev.reach.host;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.reach.error.ReachConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that one attempt may go to. Where one of them is tried whether it is well
 * again, no other attempt tries it until the visit to it has ended.
 */
final class Candidates {

	private final List<HostHealth> hosts;

	private final Round round;

	private final Map<URI, Visit> visits = new LinkedHashMap<>();

	Candidates(List<HostHealth> hosts, Round round) {
		this.hosts = hosts;
		this.round = round;
		addThoseNotAsked();
		if (this.visits.isEmpty()) {
			add(HostHealth::isWell);
		}
		if (this.visits.isEmpty()) {
			HostHealth soonest = soonest();
			add((host) -> host == soonest);
		}
	}

	private void addThoseNotAsked() {
		for (HostHealth host : this.hosts) {
			Visit visit = this.round.hasAsked(host) ? null : host.tryVisit();
			if (visit != null) {
				this.visits.put(host.uri(), visit);
			}
		}
		if (this.visits.size() > 1) {
			remove((visit) -> this.round.isRepeatOf(visit.health()));
		}
	}

	private void add(Predicate<HostHealth> filter) {
		this.hosts.stream().filter(filter).forEach((host) -> this.visits.put(host.uri(), host.visit()));
	}

	private HostHealth soonest() {
		List<HostHealth> others = this.hosts.stream().filter((host) -> !this.round.hasAsked(host)).toList();
		return (others.isEmpty() ? this.hosts : others).stream()
			.min(Comparator.comparingLong(HostHealth::remaining))
			.orElseThrow();
	}

	/**
	 * Choose one and let go of the others.
	 * @param selector chooses
	 * @return the visit to the one that is chosen
	 */
	Visit choose(HostSelector selector) {
		Visit chosen = null;
		try {
			chosen = visit(find(selector.select(uris(), well()), selector));
			return chosen;
		}
		finally {
			Visit kept = chosen;
			remove((visit) -> visit != kept);
		}
	}

	private HostHealth find(@Nullable URI selected, HostSelector selector) {
		return this.hosts.stream()
			.filter((host) -> host.uri().equals(selected))
			.findFirst()
			.orElseThrow(() -> new ReachConfigurationException(
					"The HostSelector %s returned a URI that is none of the hosts %s; it must return one of those it is given"
						.formatted(selector.getClass().getName(), uris())));
	}

	private Visit visit(HostHealth selected) {
		Visit visit = this.visits.get(selected.uri());
		if (visit != null) {
			return visit;
		}
		boolean again = this.round.hasAsked(selected) || this.round.isRepeatOf(selected);
		Visit other = again ? otherAfter(selected) : null;
		return (other != null) ? other : selected.visit();
	}

	private @Nullable Visit otherAfter(HostHealth selected) {
		List<URI> others = this.visits.values()
			.stream()
			.map(Visit::health)
			.filter((host) -> !this.round.hasAsked(host))
			.map(HostHealth::uri)
			.toList();
		HostRing ring = new HostRing(uris(), others);
		return others.isEmpty() ? null
				: this.visits.get(ring.hosts().get(ring.candidateFrom(ring.hosts().indexOf(selected.uri()))));
	}

	private List<URI> well() {
		List<URI> well = this.hosts.stream()
			.filter((host) -> host.isWell() || this.visits.containsKey(host.uri()))
			.map(HostHealth::uri)
			.toList();
		return well.isEmpty() ? List.copyOf(this.visits.keySet()) : well;
	}

	private List<URI> uris() {
		return this.hosts.stream().map(HostHealth::uri).toList();
	}

	private void remove(Predicate<Visit> filter) {
		this.visits.values().removeIf((visit) -> {
			boolean removed = filter.test(visit);
			if (removed) {
				visit.end();
			}
			return removed;
		});
	}

}
