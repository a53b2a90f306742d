package dev.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.host.Hosts;
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
			closeAll(this.owned);
		}
	}

	static void closeAll(List<AutoCloseable> resources) {
		List<Exception> failures = new ArrayList<>();
		for (AutoCloseable resource : resources) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				failures.add(ex);
			}
		}
		if (!failures.isEmpty()) {
			IllegalStateException failure = new IllegalStateException("The client could not be closed altogether");
			failures.forEach(failure::addSuppressed);
			throw failure;
		}
	}

	@Override
	public String toString() {
		return this.closed.get() ? StringUtils.collectionToDelimitedString(this.hosts.baseUrls(), ", ") + ", closed"
				: this.hosts.toString();
	}

}
