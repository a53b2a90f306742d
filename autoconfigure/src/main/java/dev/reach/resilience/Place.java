package dev.reach.resilience;

import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.bulkhead.Bulkhead;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What one attempt has of a {@link Bulkhead}. It is given back once, in whatever state it
 * is left.
 */
final class Place {

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITED_FOR);

	private final Sinks.Empty<Void> taken = Sinks.empty();

	private final Bulkhead bulkhead;

	Place(Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
	}

	boolean tryTake() {
		if (!isTaken() && this.bulkhead.tryAcquirePermission()) {
			take();
		}
		return isTaken();
	}

	/**
	 * Take a permission that was acquired for this place, or give it back if it is no
	 * longer wanted.
	 */
	void take() {
		if (this.state.compareAndSet(State.WAITED_FOR, State.TAKEN)) {
			this.taken.tryEmitEmpty();
		}
		else {
			this.bulkhead.releasePermission();
		}
	}

	Mono<Void> taken() {
		return this.taken.asMono();
	}

	void leave() {
		if (this.state.getAndSet(State.LEFT) == State.TAKEN) {
			this.bulkhead.onComplete();
		}
	}

	private boolean isTaken() {
		return this.state.get() == State.TAKEN;
	}

	private enum State {

		WAITED_FOR, TAKEN, LEFT

	}

}
