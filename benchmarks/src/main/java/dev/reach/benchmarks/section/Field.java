package dev.reach.benchmarks.section;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.load.Callers;
import dev.reach.benchmarks.load.Load;
import dev.reach.benchmarks.load.Race;
import dev.reach.benchmarks.load.ReactiveLoad;
import dev.reach.benchmarks.load.Sample;
import dev.reach.benchmarks.result.Row;

/**
 * All contestants against the bare {@code WebClient}.
 *
 * @param contestants the contestants
 * @param settings how thoroughly
 * @param rows takes the ratios
 */
record Field(Contestants contestants, Settings settings, Consumer<Row> rows) {

	private static final Duration SLICE = Duration.ofMillis(100);

	void reactive(String section, int inFlight, Duration warmUp) throws Exception {
		Map<String, Load> loads = new LinkedHashMap<>();
		this.contestants.reactive()
			.forEach((name, contestant) -> loads.put(name, new ReactiveLoad(contestant, inFlight)));
		race(section, loads, inFlight + " in flight", warmUp);
	}

	void blocking(String section, Callers callers, Duration warmUp) throws Exception {
		Map<String, Load> loads = new LinkedHashMap<>();
		this.contestants.blocking().forEach((name, contestant) -> loads.put(name, callers.load(contestant)));
		race(section, loads, (callers.count() == 1) ? "1 thread" : callers.count() + " threads", warmUp);
	}

	private void race(String section, Map<String, Load> loads, String variant, Duration warmUp) throws Exception {
		loads.remove(Contestants.AGAIN);
		Race race = Race.run(loads, this.settings.rounds(), SLICE, warmUp);
		loads.keySet()
			.stream()
			.filter((name) -> !name.equals(Contestants.BARE))
			.forEach((name) -> this.rows.accept(new Row(section, name, variant, Contestants.BARE,
					race.ratios(name, Contestants.BARE, Sample::perSecond))));
	}

}
