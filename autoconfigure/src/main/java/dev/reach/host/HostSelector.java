package dev.reach.host;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the host of an attempt. Asked by any number of threads at the same time, so it
 * must be safe for that and must not block.
 * <p>
 * What it returns counts, with one exception: a call that repeats its request goes to
 * another host if there is one that is well. If the selector returns a host that the call
 * has just asked, the next one in the configured order takes its place, for this attempt
 * only. To use one host only, use {@link #single()} or configure one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HostSelector {

	/**
	 * Choose a host.
	 * @param hosts the base URLs of all hosts, in the configured order
	 * @param candidates those that are well, or if none is the one that may be well again
	 * soonest, in the same order; never empty
	 * @return one of the hosts, normally a candidate; if it is none of the hosts, the
	 * call fails with a {@link dev.reach.error.ReachConfigurationException} and nothing
	 * is sent
	 */
	URI select(List<URI> hosts, List<URI> candidates);

	/**
	 * Return the selector that asks the first host only, be it well or not. The others
	 * are not used at all.
	 * @return a selector
	 */
	static HostSelector single() {
		return new SingleHostSelector();
	}

	/**
	 * Return the selector that takes another host for each attempt: the next candidate in
	 * the configured order, beginning with the first.
	 * @return a selector, to be used for one client
	 */
	static HostSelector roundRobin() {
		return new RoundRobinHostSelector();
	}

	/**
	 * Return the selector that takes any of the candidates, each as often as the others.
	 * @return a selector
	 */
	static HostSelector random() {
		return new RandomHostSelector((bound) -> ThreadLocalRandom.current().nextInt(bound));
	}

	/**
	 * Return the selector that stays on one host, at first the first. When that is no
	 * candidate, all calls move on to the next candidate in the configured order and stay
	 * there, also when the host before is well again.
	 * @return a selector, to be used for one client
	 */
	static HostSelector fallback() {
		return new FallbackHostSelector();
	}

	/**
	 * Return the selector that takes the next candidate in the configured order after a
	 * number of attempts, beginning with the first. When the host is no candidate, it
	 * moves on at once and counts anew.
	 * @param calls how many attempts are made at one host, at least 1
	 * @return a selector, to be used for one client
	 */
	static HostSelector periodic(int calls) {
		return new PeriodicHostSelector(calls);
	}

}
