package dev.reach.retry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server did with each request that it has read to its end.
 */
final class Ledger {

	private final Map<String, List<Fault>> entries = new ConcurrentHashMap<>();

	private final Map<Fault, AtomicInteger> counts = new EnumMap<>(Fault.class);

	Ledger() {
		for (Fault fault : Fault.values()) {
			this.counts.put(fault, new AtomicInteger());
		}
	}

	/**
	 * Note that a fault was met.
	 */
	void met(Fault fault) {
		this.counts.getOrDefault(fault, new AtomicInteger()).incrementAndGet();
	}

	/**
	 * Note that a request was read.
	 */
	void read(String id, Fault fault) {
		this.entries.computeIfAbsent(id, (key) -> new CopyOnWriteArrayList<>()).add(fault);
	}

	/**
	 * Return what each reading of a request met.
	 */
	List<Fault> of(String id) {
		return this.entries.getOrDefault(id, List.of());
	}

	/**
	 * Return how often a request was carried out.
	 */
	long timesDone(String id) {
		return of(id).stream().filter(Fault::isDone).count();
	}

	/**
	 * Return how often a fault was met.
	 */
	int count(Fault... faults) {
		int sum = 0;
		for (Fault fault : faults) {
			sum += this.counts.getOrDefault(fault, new AtomicInteger()).get();
		}
		return sum;
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
