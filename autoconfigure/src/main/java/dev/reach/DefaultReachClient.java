package dev.reach;

import java.util.function.Supplier;

import dev.reach.authentix.Authentix;
import dev.reach.http.HttpOperations;
import dev.reach.messaging.Messaging;
import dev.reach.messaging.MessagingItems;
import dev.reach.resilience.Resilience;

/**
 * The client for callers that may block.
 */
final class DefaultReachClient implements ReachClient {

	private final ClientCore core;

	private final Messaging messaging;

	private final Authentix authentix;

	private final HttpOperations http;

	private final ReactiveReachClient reactive;

	DefaultReachClient(ClientCore core) {
		this.core = core;
		Supplier<MessagingItems> messagingItems = BulkMessagingItems.lazily(core.declared());
		this.messaging = messagingItems::get;
		this.authentix = DeclaredAuthentix.of(core.declared());
		this.http = new PipelineHttpOperations(core.exchanges());
		this.reactive = new DefaultReactiveReachClient(core);
	}

	@Override
	public Messaging messaging() {
		return this.messaging;
	}

	@Override
	public Authentix authentix() {
		return this.authentix;
	}

	@Override
	public HttpOperations http() {
		return this.http;
	}

	@Override
	public <T> T createClient(Class<T> type) {
		return this.core.declared().create(type);
	}

	@Override
	public ReactiveReachClient reactive() {
		return this.reactive;
	}

	@Override
	public String name() {
		return this.core.name();
	}

	@Override
	public Resilience resilience() {
		return this.core.resilience();
	}

	@Override
	public String describe() {
		return this.core.describe();
	}

	@Override
	public ReachClient.Builder mutate() {
		return this.core.mutate();
	}

	@Override
	public void close() {
		this.core.close();
	}

	@Override
	public String toString() {
		return "ReachClient[%s]".formatted(this.core);
	}

}
