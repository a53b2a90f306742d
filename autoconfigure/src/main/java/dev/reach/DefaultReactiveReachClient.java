package dev.reach;

import java.util.function.Supplier;

import dev.reach.authentix.ReactiveAuthentix;
import dev.reach.http.ReactiveHttpOperations;
import dev.reach.messaging.ReactiveMessaging;
import dev.reach.messaging.ReactiveMessagingItems;
import dev.reach.resilience.Resilience;

/**
 * The client for reactive callers.
 */
final class DefaultReactiveReachClient implements ReactiveReachClient {

	private final ClientCore core;

	private final ReactiveMessaging messaging;

	private final ReactiveAuthentix authentix;

	private final ReactiveHttpOperations http;

	DefaultReactiveReachClient(ClientCore core) {
		this.core = core;
		Supplier<ReactiveMessagingItems> messagingItems = core.declared().lazily(ReactiveMessagingItems.class);
		this.messaging = messagingItems::get;
		this.authentix = DeclaredReactiveAuthentix.of(core.declared());
		this.http = new PipelineReactiveHttpOperations(core.exchanges());
	}

	@Override
	public ReactiveMessaging messaging() {
		return this.messaging;
	}

	@Override
	public ReactiveAuthentix authentix() {
		return this.authentix;
	}

	@Override
	public ReactiveHttpOperations http() {
		return this.http;
	}

	@Override
	public <T> T createClient(Class<T> type) {
		return this.core.declared().create(type);
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
		return "ReactiveReachClient[%s]".formatted(this.core);
	}

}
