package dev.reach.middleware;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

	private final Exchange exchange;

	private final Duration timeout;

	private final long end;

	Deadline(Exchange exchange, Duration timeout) {
		this.exchange = exchange;
		this.timeout = timeout;
		this.end = System.nanoTime() + timeout.toNanos();
	}

	<T> Mono<T> limit(Mono<T> part) {
		return part.timeout(remaining(), Mono.error(this::timeoutException));
	}

	Mono<Void> limitWayBack(Mono<Void> part) {
		Duration remaining = remaining();
		return part.timeout((remaining.compareTo(GRACE) > 0) ? remaining : GRACE, Mono.error(this::timeoutException));
	}

	ReachHttpResponse limitBody(ReachHttpResponse response) {
		return response.isComplete() ? response : response.mapBody((body) -> Flux.defer(() -> limit(body)));
	}

	// An error in takeUntilOther would leave the body going on unseen.
	private Flux<DataBuffer> limit(Flux<DataBuffer> body) {
		AtomicBoolean over = new AtomicBoolean();
		return body.takeUntilOther(Mono.delay(remaining()).doOnNext((tick) -> over.set(true)))
			.concatWith(Mono.defer(() -> over.get() ? Mono.error(timeoutException()) : Mono.empty()));
	}

	private Duration remaining() {
		return Duration.ofNanos(Math.max(this.end - System.nanoTime(), 0));
	}

	private ReachTimeoutException timeoutException() {
		return ReachTimeoutException.ofCall(this.exchange.request().toString(), this.timeout,
				this.exchange.progress().delivery());
	}

}
