package dev.reach.autoconfigure;

import java.net.URI;
import java.util.Objects;

import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last decision of a resolver that looks at scheme, host and port only:
 * nearly all requests of an application go to one service.
 */
final class RememberingProxyResolver implements ProxyResolver {

	private final ProxyResolver resolver;

	private volatile @Nullable Decided last;

	RememberingProxyResolver(ProxyResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public ProxyDecision resolve(URI target) {
		Decided last = this.last;
		if (last != null && last.concerns(target)) {
			return last.decision();
		}
		ProxyDecision decision = this.resolver.resolve(target);
		this.last = new Decided(target, decision);
		return decision;
	}

	private record Decided(URI target, ProxyDecision decision) {

		boolean concerns(URI other) {
			return Objects.equals(this.target.getHost(), other.getHost()) && this.target.getPort() == other.getPort()
					&& Objects.equals(this.target.getScheme(), other.getScheme());
		}

	}

}
