package dev.reach.proxy;

import java.util.List;

/**
 * What a {@link ProxyAuthenticator} is asked.
 *
 * @param proxy the proxy, with the credentials it was configured with
 * @param method the method of the request to the proxy, {@code CONNECT} for a tunnel
 * @param target the target of that request as it is sent: host and port for a tunnel,
 * else an absolute URI
 * @param challenges what the proxy has asked for last, the newest knowledge of it; empty
 * as long as it has asked for nothing
 * @param uses how many answers to these challenges were asked for, this one included; it
 * is the nonce count of RFC 7616
 * @param refusals how many answers the proxy has refused already on the way to this
 * request; 0 at first
 * @since 0.1.0
 */
public record ProxyAuthorizationRequest(ReachProxy proxy, String method, String target, List<ProxyChallenge> challenges,
		int uses, int refusals) {

	/**
	 * Create a new request.
	 */
	public ProxyAuthorizationRequest {
		challenges = List.copyOf(challenges);
	}

	/**
	 * Return proxy and method, but not the target, which may hold a query.
	 */
	@Override
	public String toString() {
		return "ProxyAuthorizationRequest[%s to %s, refusals=%d]".formatted(this.method, this.proxy, this.refusals);
	}

}
