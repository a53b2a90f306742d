package dev.reach.proxy;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses a proxy by the scheme of the target, unless the target is to be reached
 * directly.
 *
 * @param proxies the decision by scheme in lower case
 * @param noProxy the hosts to reach directly
 * @param bypassLoopback whether loopback hosts are reached directly
 */
record SchemeProxyResolver(Map<String, ProxyDecision> proxies, NoProxy noProxy,
		boolean bypassLoopback) implements ProxyResolver {

	@Override
	public ProxyDecision resolve(URI target) {
		ProxyDecision decision = this.proxies.get(target.getScheme().toLowerCase(Locale.ROOT));
		if (decision == null) {
			return ProxyDecision.undecided();
		}
		if (this.bypassLoopback && NoProxy.isLoopback(target)) {
			return ProxyDecision.direct("a loopback host");
		}
		return this.noProxy.matches(target) ? ProxyDecision.direct("an entry of the list of hosts without proxy")
				: decision;
	}

}
