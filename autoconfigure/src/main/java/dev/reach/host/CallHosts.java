package dev.reach.host;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * The hosts as one call sees them: those it has asked in this round, which lasts until
 * the call waits, are not asked again as long as there are others. Attempts may run side
 * by side.
 *
 * @since 0.1.0
 */
public final class CallHosts {

	private final List<HostHealth> hosts;

	private final HostSelector selector;

	private final AtomicReference<Round> round = new AtomicReference<>(Round.FIRST);

	CallHosts(List<HostHealth> hosts, HostSelector selector) {
		this.hosts = hosts;
		this.selector = selector;
	}

	/**
	 * Make an attempt at one of the hosts, which is chosen when the result is subscribed
	 * to: one that is well and was not asked in this round; else one that is well; else
	 * the one that will be tried again soonest. So an attempt is made even if no host is
	 * well.
	 * @param attempt makes the attempt at the host it is given
	 * @return the response, or the error
	 */
	public Mono<ReachHttpResponse> attempt(Function<Host, Mono<ReachHttpResponse>> attempt) {
		if (isOnlyOne()) {
			return Mono.defer(() -> attempt.apply(this.hosts.get(0).host()));
		}
		return Mono.defer(() -> {
			Visit visit = choose();
			return visit.watch(Mono.defer(() -> attempt.apply(visit.health().host())));
		});
	}

	private Visit choose() {
		Visit visit = new Candidates(this.hosts, this.round.get()).choose(this.selector);
		this.round.updateAndGet((round) -> round.with(visit.health()));
		return visit;
	}

	/**
	 * Return whether the next attempt goes to a host that was not asked in this round.
	 * Hosts that are passed over do not count, unless none at all is well; then each is
	 * asked once a round.
	 * @return {@code false} if the next attempt would ask one again
	 */
	public boolean hasOther() {
		if (isOnlyOne()) {
			return false;
		}
		Round current = this.round.get();
		List<HostHealth> others = this.hosts.stream().filter((host) -> !current.hasAsked(host)).toList();
		return others.stream().anyMatch(HostHealth::isWellOrDue)
				|| !others.isEmpty() && this.hosts.stream().noneMatch(HostHealth::isWell);
	}

	/**
	 * Begin another round, in which each host may be asked again, but not the one that
	 * was asked last at first if there are others.
	 */
	public void beginRound() {
		this.round.updateAndGet(Round::next);
	}

	private boolean isOnlyOne() {
		return this.hosts.size() == 1;
	}

}
