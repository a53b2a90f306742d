package dev.reach.proxy;

import java.net.URI;
import java.util.List;

/**
 * Decides which proxy a request goes through. A bean of this type replaces properties,
 * environment and JVM settings altogether.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProxyResolver {

	/**
	 * Decide for one request. Called for each; must be quick and must not block.
	 * @param target the URI of the request, absolute
	 * @return the decision
	 */
	ProxyDecision resolve(URI target);

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
