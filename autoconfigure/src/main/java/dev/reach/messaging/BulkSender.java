package dev.reach.messaging;

import java.time.Duration;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends many messages, several at a time, and asks the input for no more than may be
 * under way or wait to be taken.
 *
 * @param send sends one message
 * @param options how many at a time
 */
record BulkSender(Function<SendMessage, Mono<MessagingItem>> send, BulkOptions options) {

	private static final Duration FIRST_WAIT = Duration.ofMillis(100);

	/**
	 * What the client itself has no room for has not come as far as the network.
	 */
	private static final Retry UNTIL_THERE_IS_ROOM = Retry.backoff(4, FIRST_WAIT.multipliedBy(2))
		.maxBackoff(Duration.ofSeconds(5))
		.filter(OverloadWatch::isOfClient)
		.onRetryExhaustedThrow((retry, last) -> last.failure());

	Flux<SendOutcome> sendAll(Publisher<SendMessage> messages) {
		return Flux.defer(() -> {
			Bulk bulk = new Bulk(new AdaptiveLimit(this.options));
			return Flux.from(messages)
				.index(bulk::outcome)
				.flatMapDelayError(Function.identity(), this.options.maxConcurrency(), 1);
		});
	}

	/**
	 * One subscription.
	 */
	private final class Bulk {

		private final AdaptiveLimit limit;

		private final AdaptiveConcurrency concurrency;

		Bulk(AdaptiveLimit limit) {
			this.limit = limit;
			this.concurrency = new AdaptiveConcurrency(limit);
		}

		Mono<SendOutcome> outcome(long index, SendMessage message) {
			return this.concurrency.around(send(message).map((item) -> new SendOutcome(index, message, item, null))
				.onErrorResume((ex) -> Mono.just(new SendOutcome(index, message, null, ex))));
		}

		private Mono<MessagingItem> send(SendMessage message) {
			return Mono.deferContextual((context) -> {
				OverloadWatch watch = OverloadWatch.begin(this.limit, context);
				Mono<MessagingItem> attempt = Mono.defer(() -> BulkSender.this.send.apply(message))
					.switchIfEmpty(Mono.error(() -> new IllegalStateException("The send ended without a record")))
					.doOnNext((item) -> succeeded(watch))
					.doOnError(watch::failed)
					.contextWrite(watch::addTo);
				// Only a send that is refused needs what waits and repeats, which is a
				// lot.
				return attempt.onErrorResume(OverloadWatch::isOfClient,
						(ex) -> attempt.delaySubscription(FIRST_WAIT).retryWhen(UNTIL_THERE_IS_ROOM));
			});
		}

		private void succeeded(OverloadWatch watch) {
			if (this.concurrency.isWellUsed()) {
				watch.succeeded();
			}
		}

	}

}
