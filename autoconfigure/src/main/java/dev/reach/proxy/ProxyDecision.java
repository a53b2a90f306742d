package dev.reach.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What was found out about the way of a request: through a proxy, certainly direct, or
 * nothing, in which case another source is asked.
 *
 * @param kind what was found out
 * @param proxy the proxy, for {@link Kind#PROXY}
 * @param reason where the decision comes from, for example "HTTPS_PROXY"
 * @since 0.1.0
 */
public record ProxyDecision(Kind kind, @Nullable ReachProxy proxy, String reason) {

	/**
	 * Decide on a proxy.
	 * @param proxy the proxy
	 * @param reason where the decision comes from
	 * @return a decision
	 */
	public static ProxyDecision via(ReachProxy proxy, String reason) {
		return new ProxyDecision(Kind.PROXY, proxy, reason);
	}

	/**
	 * Decide for no proxy.
	 * @param reason where the decision comes from
	 * @return a decision
	 */
	public static ProxyDecision direct(String reason) {
		return new ProxyDecision(Kind.DIRECT, null, reason);
	}

	/**
	 * Decide nothing.
	 * @return a decision
	 */
	public static ProxyDecision undecided() {
		return new ProxyDecision(Kind.UNDECIDED, null, "nothing is configured");
	}

	@Override
	public String toString() {
		return ((this.proxy != null) ? this.proxy.toString() : "direct") + " (" + this.reason + ")";
	}

	/**
	 * The kinds of decisions.
	 */
	public enum Kind {

		/**
		 * Through a proxy.
		 */
		PROXY,

		/**
		 * Certainly without one.
		 */
		DIRECT,

		/**
		 * Not configured here; ask another source, and go direct if there is none.
		 */
		UNDECIDED

	}

}
