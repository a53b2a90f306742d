package dev.reach.retry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.error.Delivery;
import dev.reach.messaging.MessagingItem;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A call that has ended, as its caller saw it.
 *
 * @param id what the ledger knows it by
 * @param attempts its attempts
 * @param item the answer, or {@code null} if it failed
 * @param error the error, or {@code null} if it succeeded
 */
record LedgerCall(String id, List<Attempt> attempts, @Nullable MessagingItem item, @Nullable Throwable error) {

	static Mono<LedgerCall> of(String id, Mono<MessagingItem> call) {
		List<Attempt> attempts = new CopyOnWriteArrayList<>();
		AttemptListener listener = (attempt, context) -> attempts.add(attempt);
		return call.map((item) -> new LedgerCall(id, attempts, item, null))
			.onErrorResume((ex) -> Mono.just(new LedgerCall(id, attempts, null, ex)))
			.contextWrite((context) -> context.put(AttemptListener.class, listener));
	}

	boolean hasSucceeded() {
		return this.item != null && this.id.equals(this.item.messageId());
	}

	/**
	 * Return in how many attempts the request may have been carried out, as far as the
	 * client knows.
	 */
	long timesPossiblyDone() {
		return this.attempts.stream().filter((attempt) -> attempt.delivery() != Delivery.NOT_SENT).count();
	}

	boolean isRepeatedOnlyIfNotSent() {
		return this.attempts.stream()
			.limit(this.attempts.size() - 1)
			.allMatch((attempt) -> attempt.delivery() == Delivery.NOT_SENT);
	}

}
