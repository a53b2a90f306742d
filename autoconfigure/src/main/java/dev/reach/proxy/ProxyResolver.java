package dev.reach.proxy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Decides which proxy a request goes through. A bean of this type replaces properties,
 * environment and JVM settings altogether.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProxyResolver {

	/**
	 * Decide for one request. Called for each; must be quick and must not block. Each
	 * proxy that is chosen has connections of its own, which are kept as long as the
	 * client: type, host, port and user name tell proxies apart.
	 * @param target the URI of the request, absolute
	 * @return the decision
	 */
	ProxyDecision resolve(URI target);

	/**
	 * Return a resolver that reaches some hosts directly which this one reaches through a
	 * proxy.
	 * @param direct the targets to reach directly
	 * @param reason where that is said, for example "NO_PROXY"
	 * @return a resolver
	 */
	default ProxyResolver except(Predicate<URI> direct, String reason) {
		ProxyDecision exception = ProxyDecision.direct(reason);
		return (target) -> {
			ProxyDecision decision = resolve(target);
			return (decision.kind() == ProxyDecision.Kind.PROXY && direct.test(target)) ? exception : decision;
		};
	}

	/**
	 * Return a resolver whose proxies have other credentials.
	 * @param credentials the credentials
	 * @return a resolver
	 */
	default ProxyResolver withCredentials(ProxyCredentials credentials) {
		return (target) -> {
			ProxyDecision decision = resolve(target);
			ReachProxy proxy = decision.proxy();
			return (proxy != null) ? ProxyDecision.via(proxy.withCredentials(credentials), decision.reason())
					: decision;
		};
	}

	/**
	 * Return a resolver that looks at the scheme of the target only.
	 * @param http the decision for http targets
	 * @param https the decision for https targets
	 * @return a resolver
	 */
	static ProxyResolver byScheme(ProxyDecision http, ProxyDecision https) {
		return (target) -> switch (target.getScheme().toLowerCase(Locale.ROOT)) {
			case "http" -> http;
			case "https" -> https;
			default -> ProxyDecision.undecided();
		};
	}

	/**
	 * Return a resolver that asks others in turn until one has decided.
	 * @param resolvers the others
	 * @return a resolver
	 */
	static ProxyResolver firstOf(List<ProxyResolver> resolvers) {
		List<ProxyResolver> all = List.copyOf(resolvers);
		return (target) -> all.stream()
			.map((resolver) -> resolver.resolve(target))
			.filter((decision) -> decision.kind() != ProxyDecision.Kind.UNDECIDED)
			.findFirst()
			.orElseGet(ProxyDecision::undecided);
	}

}
