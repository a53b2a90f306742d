package dev.reach.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.error.Delivery;
import dev.reach.messaging.BulkOptions;
import dev.reach.messaging.SendMessage;
import dev.reach.messaging.SendOutcome;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The examples of bulks.
 *
 * @param notSent the messages that did not go out
 * @param unknown the messages that may have gone out
 */
record BulkExamples(List<SendMessage> notSent, List<SendMessage> unknown) {

	BulkExamples() {
		this(new ArrayList<>(), new ArrayList<>());
	}

	void blocking(ReachClient reachClient, Iterable<SendMessage> messages) {
		List<SendMessage> notSent = this.notSent;
		List<SendMessage> unknown = this.unknown;
		BulkOptions options = BulkOptions.standard().withMaxConcurrency(32);
		try (Stream<SendOutcome> outcomes = reachClient.messaging().messagingItems().sendAll(messages, options)) {
			outcomes.filter((outcome) -> !outcome.isSent()).forEach((outcome) -> {
				if (outcome.delivery() == Delivery.NOT_SENT) {
					notSent.add(outcome.message());
				}
				else {
					unknown.add(outcome.message());
				}
			});
		}
	}

	Mono<Long> reactive(ReactiveReachClient reactiveReachClient, Iterable<SendMessage> messages) {
		Mono<Long> sent = reactiveReachClient.messaging()
			.messagingItems()
			.sendAll(Flux.fromIterable(messages))
			.filter(SendOutcome::isSent)
			.count();
		return sent;
	}

}
