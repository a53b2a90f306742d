package dev.reach.messaging;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Lets sends begin in the order of their arrival, as many at a time as an
 * {@link AdaptiveLimit} allows. For sends that are cancelled together only: one that is
 * cancelled lets no other begin.
 */
final class AdaptiveConcurrency {

	private final AdaptiveLimit limit;

	private final Queue<MonoSink<Void>> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger underWay = new AtomicInteger();

	private final AtomicInteger signals = new AtomicInteger();

	AdaptiveConcurrency(AdaptiveLimit limit) {
		this.limit = limit;
	}

	boolean isWellUsed() {
		return 2 * this.underWay.get() >= this.limit.current();
	}

	<T> Mono<T> around(Mono<T> send) {
		Mono<T> released = send.doOnTerminate(this::release);
		return Mono.defer(() -> (this.waiting.isEmpty() && takePlace()) ? released
				: Mono.<Void>create(this::await).then(released));
	}

	private void await(MonoSink<Void> turn) {
		this.waiting.add(turn);
		letBegin();
	}

	private void release() {
		this.underWay.decrementAndGet();
		letBegin();
	}

	// A send that ends while it begins comes here again; the outermost call goes on for
	// it, so that the stack does not grow.
	private void letBegin() {
		if (this.signals.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			while (!this.waiting.isEmpty() && takePlace()) {
				this.waiting.remove().success();
			}
			seen = this.signals.addAndGet(-seen);
		}
	}

	private boolean takePlace() {
		int places = this.limit.current();
		return this.underWay.getAndUpdate((taken) -> (taken < places) ? taken + 1 : taken) < places;
	}

}
