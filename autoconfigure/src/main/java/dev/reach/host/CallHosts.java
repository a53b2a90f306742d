package dev.reach.host;

import java.util.List;
import java.util.function.Function;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * The hosts as one call sees them: those it has asked in this round are not asked again
 * as long as there are others.
 *
 * @since 0.1.0
 */
public final class CallHosts {

	private final List<Host> hosts;

	private final HostSelector selector;

	CallHosts(List<Host> hosts, HostSelector selector) {
		this.hosts = hosts;
		this.selector = selector;
	}

	/**
	 * Make an attempt at one of the hosts.
	 * @param attempt makes the attempt at the host it is given
	 * @return the response, or the error
	 */
	public Mono<ReachHttpResponse> attempt(Function<Host, Mono<ReachHttpResponse>> attempt) {
		return Mono.defer(() -> attempt.apply(this.hosts.get(0)));
	}

	/**
	 * Return whether there is a host that is well and was not asked in this round.
	 * @return {@code false} if the next attempt would ask one again
	 */
	public boolean hasOther() {
		return false;
	}

	/**
	 * Begin another round, in which each host may be asked again.
	 */
	public void beginRound() {
	}

}
