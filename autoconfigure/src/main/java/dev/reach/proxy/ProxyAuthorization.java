package dev.reach.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

/**
 * Asks a {@link ProxyAuthenticator} and remembers what a proxy has asked for, so that the
 * next connection or request can answer without being asked.
 *
 * @since 0.1.0
 */
public final class ProxyAuthorization {

	private static final int MAX_REFUSALS = 2;

	private final ProxyAuthenticator authenticator;

	private volatile Challenged known = new Challenged(List.of(), new AtomicInteger());

	/**
	 * Create a new authorization for one proxy.
	 * @param authenticator answers what it asks for
	 */
	public ProxyAuthorization(ProxyAuthenticator authenticator) {
		this.authenticator = authenticator;
	}

	/**
	 * Begin to get something through the proxy.
	 * @param proxy the proxy
	 * @param method the method of the request to it
	 * @param target the target of that request
	 * @return an attempt, to be used by one thread at a time
	 */
	public Attempt attempt(ReachProxy proxy, String method, String target) {
		return new Attempt(proxy, method, target);
	}

	// Nonces that come again go on being counted.
	private Challenged challenged(List<ProxyChallenge> challenges) {
		Challenged current = this.known;
		return current.challenges().equals(challenges) ? current
				: new Challenged(List.copyOf(challenges), new AtomicInteger());
	}

	private record Challenged(List<ProxyChallenge> challenges, AtomicInteger uses) {

	}

	/**
	 * One connection, or one request that is forwarded.
	 */
	public final class Attempt {

		private final ReachProxy proxy;

		private final String method;

		private final String target;

		private final Set<String> sent = new HashSet<>();

		private Challenged challenged;

		private boolean asked;

		private int refusals;

		private Attempt(ReachProxy proxy, String method, String target) {
			this.proxy = proxy;
			this.method = method;
			this.target = target;
			this.challenged = ProxyAuthorization.this.known;
		}

		/**
		 * Return the value to begin with.
		 * @return the value of {@code Proxy-Authorization}, or nothing
		 */
		public Mono<String> header() {
			return ask().doOnNext(this.sent::add);
		}

		/**
		 * Return the answer to a refusal.
		 * @param challenges what the proxy asks for
		 * @return another value of {@code Proxy-Authorization}, or nothing if there is no
		 * other answer
		 */
		public Mono<String> answer(List<ProxyChallenge> challenges) {
			this.refusals++;
			if (challenges.isEmpty() || this.refusals > MAX_REFUSALS) {
				return Mono.empty();
			}
			this.asked = true;
			if (!this.challenged.challenges().equals(challenges)) {
				this.challenged = challenged(challenges);
			}
			return ask().filter(this.sent::add);
		}

		/**
		 * Remember for others what the proxy has asked for: it has accepted the answer,
		 * or cannot be answered on this connection.
		 */
		public void remember() {
			if (this.asked) {
				ProxyAuthorization.this.known = this.challenged;
			}
		}

		private Mono<String> ask() {
			return Mono.defer(() -> ProxyAuthorization.this.authenticator
				.authorize(new ProxyAuthorizationRequest(this.proxy, this.method, this.target,
						this.challenged.challenges(), this.challenged.uses().incrementAndGet(), this.refusals)));
		}

	}

}
