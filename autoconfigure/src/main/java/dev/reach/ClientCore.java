package dev.reach;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.host.Hosts;
import dev.reach.http.OwnedResources;
import dev.reach.middleware.Pipeline;
import dev.reach.resilience.Resilience;

import org.springframework.util.StringUtils;

/**
 * What the blocking and the reactive face of one client share.
 */
final class ClientCore implements AutoCloseable {

	private final DefaultReachClientBuilder origin;

	private final Hosts hosts;

	private final Pipeline pipeline;

	private final ExpectedStatuses exchanges;

	private final DeclaredClients declared;

	private final List<AutoCloseable> owned;

	private final AtomicBoolean closed = new AtomicBoolean();

	ClientCore(DefaultReachClientBuilder origin, Hosts hosts, Pipeline pipeline, ExpectedStatuses exchanges,
			DeclaredClients declared, List<AutoCloseable> owned) {
		this.origin = origin;
		this.hosts = hosts;
		this.pipeline = pipeline;
		this.exchanges = exchanges;
		this.declared = declared;
		this.owned = owned;
	}

	ExpectedStatuses exchanges() {
		return this.exchanges;
	}

	DeclaredClients declared() {
		return this.declared;
	}

	String name() {
		return this.origin.name();
	}

	Resilience resilience() {
		return this.origin.resilience();
	}

	String describe() {
		return this.pipeline.describe();
	}

	ReachClient.Builder mutate() {
		return this.origin.copy(this.hosts);
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			new OwnedResources(this.owned).close();
		}
	}

	@Override
	public String toString() {
		return this.closed.get() ? StringUtils.collectionToDelimitedString(this.hosts.baseUrls(), ", ") + ", closed"
				: this.hosts.toString();
	}

}
