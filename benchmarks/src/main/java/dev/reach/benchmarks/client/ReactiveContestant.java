package dev.reach.benchmarks.client;

import java.util.Objects;

import dev.reach.messaging.MessagingItem;
import reactor.core.publisher.Mono;

/**
 * Sends the message when it is subscribed to.
 */
@FunctionalInterface
public interface ReactiveContestant {

	/**
	 * Send the message.
	 * @return the decoded answer
	 */
	Mono<MessagingItem> send();

	/**
	 * Return this contestant for callers that block.
	 * @return the same with {@code block()}
	 */
	default BlockingContestant blocking() {
		return () -> Objects.requireNonNull(send().block());
	}

}
