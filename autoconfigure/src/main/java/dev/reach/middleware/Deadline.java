package dev.reach.middleware;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The end of the time that one call has. It is set against each part of the call, so that
 * the parts around it learn of the time-out as an error. One that is renewable moves on
 * with each piece of the request that is sent, and does not bind the body of the
 * response.
 */
final class Deadline {

	/**
	 * What the way back may take when the time is over.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Duration timeout;

	private final boolean renewable;

	private final LongSupplier ticker;

	private volatile long end;

	private final Scheduler scheduler;

	Deadline(Duration timeout, boolean renewable) {
		this(timeout, renewable, System::nanoTime, TimeoutScheduler.shared());
	}

	Deadline(Duration timeout, boolean renewable, LongSupplier ticker, Scheduler scheduler) {
		this.timeout = timeout;
		this.renewable = renewable;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.end = end();
	}

	private void renew() {
		this.end = end();
	}

	private long end() {
		return this.ticker.getAsLong() + this.timeout.toNanos();
	}

	ReachHttpRequest renewedBy(ReachHttpRequest request) {
		ReachHttpBody body = request.body();
		return (!this.renewable || body.isInMemory()) ? request
				: request.mutate().body(body.mapBuffers((buffers) -> buffers.doOnNext((buffer) -> renew()))).build();
	}

	<T> Mono<T> limit(Exchange exchange, Mono<T> part) {
		return limit(exchange, part, this::remainingNanos);
	}

	private <T> Mono<T> limit(Exchange exchange, Mono<T> part, LongSupplier remainingNanos) {
		return new TimeLimit<>(part, remainingNanos, this.scheduler, () -> timeoutException(exchange));
	}

	// The part has its own limit as soon as it has started.
	<T> Mono<T> limitStart(Exchange exchange, Function<Runnable, Mono<T>> part) {
		return Mono.defer(() -> {
			Sinks.Empty<Void> started = Sinks.empty();
			Flux<Long> over = Flux.concat(Mono.delay(remaining(), this.scheduler).takeUntilOther(started.asMono()),
					Mono.never());
			return part.apply(started::tryEmitEmpty).timeout(over, Mono.error(() -> timeoutException(exchange)));
		});
	}

	Mono<Void> limitWayBack(Exchange exchange, Mono<Void> part) {
		long wayBackEnd = this.ticker.getAsLong() + Math.max(remainingNanos(), GRACE.toNanos());
		return limit(exchange, part, () -> untilEnd(wayBackEnd));
	}

	ReachHttpResponse limitBody(Exchange exchange, ReachHttpResponse response) {
		return (this.renewable || response.isComplete()) ? response : response
			.mapBody((body) -> BodyTimeLimit.limit(body, (subscriber) -> new BodyDeadline(subscriber, exchange)));
	}

	Duration remaining() {
		return Duration.ofNanos(remainingNanos());
	}

	long remainingNanos() {
		return untilEnd(this.end);
	}

	private long untilEnd(long end) {
		return Math.max(end - this.ticker.getAsLong(), 0);
	}

	private ReachTimeoutException timeoutException(Exchange exchange) {
		return ReachTimeoutException.ofCall(exchange.request().toString(), this.timeout,
				exchange.progress().delivery());
	}

	/**
	 * Ends a body with the call.
	 */
	private final class BodyDeadline extends BodyTimeLimit {

		private final Exchange exchange;

		BodyDeadline(CoreSubscriber<? super DataBuffer> actual, Exchange exchange) {
			super(actual, Deadline.this.scheduler);
			this.exchange = exchange;
		}

		@Override
		protected long remainingNanos() {
			return Deadline.this.remainingNanos();
		}

		@Override
		protected Throwable failure() {
			return timeoutException(this.exchange);
		}

	}

}
