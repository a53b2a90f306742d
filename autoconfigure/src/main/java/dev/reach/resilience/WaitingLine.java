package dev.reach.resilience;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.Bulkhead;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a {@link Place}, in the order of their arrival. It moves on whenever
 * a call leaves the bulkhead.
 */
final class WaitingLine {

	private final Bulkhead bulkhead;

	private final int maxLength;

	private final Set<Place> waiting = new LinkedHashSet<>();

	private final AtomicInteger moves = new AtomicInteger();

	WaitingLine(Bulkhead bulkhead, int maxLength) {
		this.bulkhead = bulkhead;
		this.maxLength = maxLength;
		bulkhead.getEventPublisher().onCallFinished((event) -> move());
	}

	boolean join(Place place) {
		synchronized (this.waiting) {
			if (this.waiting.size() >= this.maxLength) {
				return false;
			}
			this.waiting.add(place);
		}
		move();
		return true;
	}

	void leave(Place place) {
		synchronized (this.waiting) {
			this.waiting.remove(place);
		}
	}

	// A call that ends at once moves the line again: that is done here and not by
	// recursion.
	private void move() {
		if (this.moves.getAndIncrement() > 0) {
			return;
		}
		int seen;
		do {
			seen = this.moves.get();
			for (Place place = next(); place != null; place = next()) {
				place.take();
			}
		}
		while (this.moves.addAndGet(-seen) > 0);
	}

	private @Nullable Place next() {
		synchronized (this.waiting) {
			Iterator<Place> places = this.waiting.iterator();
			if (!places.hasNext() || !hasRoom()) {
				return null;
			}
			Place first = places.next();
			places.remove();
			return first;
		}
	}

	// Asking for the number first keeps those who go on waiting from being counted as
	// rejected.
	private boolean hasRoom() {
		return this.bulkhead.getMetrics().getAvailableConcurrentCalls() > 0 && this.bulkhead.tryAcquirePermission();
	}

}
