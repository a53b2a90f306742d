package dev.reach.retry;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpMethod;

/**
 * Begins a second attempt of a read when the first is slow; the one that ends well first
 * counts, the other is cancelled.
 *
 * @param delay when the second attempt begins, or {@code null} for never
 * @param budget pays for the second attempt
 */
record Hedge(@Nullable Duration delay, RetryBudget budget) {

	private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	Mono<Attempt> around(RepeatableCall call, Supplier<Mono<Attempt>> attempt) {
		Duration delay = this.delay;
		if (delay == null || !call.isHedgeable() || !READS.contains(call.request().method())
				|| !call.request().body().isReplayable()) {
			return attempt.get();
		}
		return Mono.defer(() -> race(Mono.defer(attempt), delay));
	}

	private Mono<Attempt> race(Mono<Attempt> attempt, Duration delay) {
		AtomicReference<Attempt> failed = new AtomicReference<>();
		Sinks.Empty<Void> firstEnded = Sinks.empty();
		Mono<Attempt> first = attempt.doOnNext((ended) -> firstEnded.tryEmitEmpty());
		Mono<Attempt> second = Mono.delay(delay)
			.takeUntilOther(firstEnded.asMono())
			.filter((tick) -> this.budget.tryTake())
			.flatMap((tick) -> attempt);
		return Mono.firstWithValue(unlessFailed(first, failed), unlessFailed(second, failed))
			.onErrorResume(NoSuchElementException.class, (ex) -> Mono.justOrEmpty(failed.get()));
	}

	private static Mono<Attempt> unlessFailed(Mono<Attempt> attempt, AtomicReference<Attempt> failed) {
		return attempt.doOnNext((ended) -> {
			if (ended.isFailure()) {
				failed.set(ended);
			}
		}).filter((ended) -> !ended.isFailure());
	}

}
