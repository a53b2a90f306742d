package dev.reach.benchmarks.section;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.load.Callers;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Row;

/**
 * All contestants by concurrency.
 */
public final class ContestantSection implements Section {

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		try (Child stub = Stub.start(); Contestants contestants = Contestants.create(stub.url())) {
			Field field = new Field(contestants, settings, rows);
			Duration warmUp = settings.warmUp().dividedBy(2);
			for (int concurrency : List.of(1, 16, 64, 256)) {
				field.reactive("Throughput, reactive", concurrency, warmUp);
				try (Callers callers = Callers.platform(concurrency)) {
					field.blocking("Throughput, blocking", callers, warmUp);
				}
				warmUp = settings.slice();
			}
		}
	}

}
