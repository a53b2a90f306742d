package dev.reach.middleware;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The end of the time that one call has. It is set against each part of the call, so that
 * the parts around it learn of the time-out as an error.
 */
final class Deadline {

	/**
	 * What the way back may take when the time is over.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Duration timeout;

	private final long end;

	Deadline(Duration timeout) {
		this.timeout = timeout;
		this.end = System.nanoTime() + timeout.toNanos();
	}

	<T> Mono<T> limit(Exchange exchange, Mono<T> part) {
		return part.timeout(remaining(), Mono.error(() -> timeoutException(exchange)));
	}

	// The part has its own limit as soon as it has started.
	<T> Mono<T> limitStart(Exchange exchange, Function<Runnable, Mono<T>> part) {
		return Mono.defer(() -> {
			Sinks.Empty<Void> started = Sinks.empty();
			Flux<Long> over = Flux.concat(Mono.delay(remaining()).takeUntilOther(started.asMono()), Mono.never());
			return part.apply(started::tryEmitEmpty).timeout(over, Mono.error(() -> timeoutException(exchange)));
		});
	}

	Mono<Void> limitWayBack(Exchange exchange, Mono<Void> part) {
		Duration remaining = remaining();
		return part.timeout((remaining.compareTo(GRACE) > 0) ? remaining : GRACE,
				Mono.error(() -> timeoutException(exchange)));
	}

	ReachHttpResponse limitBody(Exchange exchange, ReachHttpResponse response) {
		return response.isComplete() ? response : response.mapBody((body) -> Flux.defer(() -> limit(exchange, body)));
	}

	// An error in takeUntilOther would leave the body going on unseen.
	private Flux<DataBuffer> limit(Exchange exchange, Flux<DataBuffer> body) {
		AtomicBoolean over = new AtomicBoolean();
		return body.takeUntilOther(Mono.delay(remaining()).doOnNext((tick) -> over.set(true)))
			.concatWith(Mono.defer(() -> over.get() ? Mono.error(timeoutException(exchange)) : Mono.empty()));
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(this.end - System.nanoTime(), 0));
	}

	private ReachTimeoutException timeoutException(Exchange exchange) {
		return ReachTimeoutException.ofCall(exchange.request().toString(), this.timeout,
				exchange.progress().delivery());
	}

}
