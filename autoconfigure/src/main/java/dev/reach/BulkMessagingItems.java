package dev.reach;

import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.reach.messaging.BulkOptions;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.ReactiveMessagingItems;
import dev.reach.messaging.SendMessage;
import dev.reach.messaging.SendOutcome;
import dev.reach.page.Page;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.function.SingletonSupplier;

/**
 * The declared operations, and bulks that send several messages at a time.
 *
 * @param declared the declared operations
 * @param reactive sends the bulks
 */
record BulkMessagingItems(MessagingItems declared, ReactiveMessagingItems reactive) implements MessagingItems {

	// Asked for one at a time, each message takes a task of its own.
	private static final int READ_AHEAD = 16;

	static Supplier<MessagingItems> lazily(DeclaredClients clients) {
		return SingletonSupplier.of(() -> new BulkMessagingItems(clients.create(MessagingItems.class),
				clients.create(ReactiveMessagingItems.class)));
	}

	@Override
	public MessagingItem send(SendMessage message) {
		return this.declared.send(message);
	}

	@Override
	public Stream<SendOutcome> sendAll(Iterable<SendMessage> messages, BulkOptions options) {
		Flux<SendMessage> input = Flux.fromIterable(messages)
			.subscribeOn(Schedulers.boundedElastic())
			.limitRate(Math.min(READ_AHEAD, options.maxConcurrency()));
		return BlockingStream.of(this.reactive.sendAll(input, options));
	}

	@Override
	public MessagingItem fetch(String messageId) {
		return this.declared.fetch(messageId);
	}

	@Override
	public MessagingItem update(String messageId, String body) {
		return this.declared.update(messageId, body);
	}

	@Override
	public MessagingItem unschedule(String messageId) {
		return this.declared.unschedule(messageId);
	}

	@Override
	public void delete(String messageId) {
		this.declared.delete(messageId);
	}

	@Override
	public Page<MessagingItem> page(MessageQuery query) {
		return this.declared.page(query);
	}

	@Override
	public String toString() {
		return this.declared.toString();
	}

}
