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
 * All contestants on a JDK with virtual threads.
 */
public final class VirtualThreadSection implements Section {

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		String section = "Throughput on JDK %d, virtual threads".formatted(Runtime.version().feature());
		try (Child stub = Stub.start(); Contestants contestants = Contestants.create(stub.url())) {
			Field field = new Field(contestants, settings, rows);
			Duration warmUp = settings.warmUp().dividedBy(2);
			for (int concurrency : List.of(1, 16, 64, 256)) {
				try (Callers callers = Callers.virtual(concurrency)) {
					field.blocking(section, callers, warmUp);
				}
				warmUp = settings.slice();
			}
		}
	}

}
