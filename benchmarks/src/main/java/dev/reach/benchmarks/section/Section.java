package dev.reach.benchmarks.section;

import java.util.function.Consumer;

import dev.reach.benchmarks.result.Row;

/**
 * Measures one thing.
 */
@FunctionalInterface
public interface Section {

	/**
	 * Measure.
	 * @param settings how thoroughly
	 * @param rows takes what was found
	 * @throws Exception if that is not possible
	 */
	void run(Settings settings, Consumer<Row> rows) throws Exception;

}
