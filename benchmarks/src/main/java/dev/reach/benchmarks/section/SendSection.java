package dev.reach.benchmarks.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import dev.reach.benchmarks.client.Conformance;
import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.load.Callers;
import dev.reach.benchmarks.load.Load;
import dev.reach.benchmarks.load.Race;
import dev.reach.benchmarks.load.ReactiveLoad;
import dev.reach.benchmarks.load.Sample;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Limit;
import dev.reach.benchmarks.result.Row;

/**
 * Our client beside a bare {@code WebClient}: throughput, CPU time and allocation.
 */
public final class SendSection implements Section {

	private static final String SECTION = "Sending beside a bare WebClient";

	private static final Limit THROUGHPUT = Limit.atLeast(0.95);

	private static final Limit ALLOCATION = Limit.atMost(1.15);

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		Conformance.check();
		try (Child stub = Stub.start(); Contestants contestants = Contestants.create(stub.url())) {
			reactive(contestants, settings, rows);
			for (int threads : List.of(1, 16, 64)) {
				blocking(contestants, threads, settings, rows);
			}
		}
	}

	private static void reactive(Contestants contestants, Settings settings, Consumer<Row> rows) throws Exception {
		Map<String, Load> loads = new LinkedHashMap<>();
		List<String> names = settings.quick() ? List.of(Contestants.OURS, Contestants.BARE, Contestants.AGAIN)
				: List.of(Contestants.OURS, Contestants.OURS_ON_WEB_CLIENT, Contestants.BARE, Contestants.AGAIN);
		for (String name : names) {
			loads.put(name, new ReactiveLoad(contestants.reactive(name), 64));
		}
		Race race = Race.run(loads, settings.limitRounds(), settings.slice(), settings.warmUp().multipliedBy(2));
		rows.accept(throughput(race, "reactive send", Contestants.OURS, "64 in flight").withLimit(THROUGHPUT));
		rows.accept(
				throughput(race, "noise: bare WebClient against itself, reactive", Contestants.AGAIN, "64 in flight"));
		if (!settings.quick()) {
			rows.accept(throughput(race, "reactive send of ours on WebClient", Contestants.OURS_ON_WEB_CLIENT,
					"64 in flight"));
		}
		costs(race, "reactive", "64 in flight", rows);
	}

	private static void blocking(Contestants contestants, int threads, Settings settings, Consumer<Row> rows)
			throws Exception {
		String variant = (threads == 1) ? "1 thread" : threads + " threads";
		try (Callers callers = Callers.platform(threads)) {
			Map<String, Load> loads = new LinkedHashMap<>();
			for (String name : List.of(Contestants.OURS, Contestants.BARE)) {
				loads.put(name, callers.load(contestants.blocking(name)));
			}
			Race race = Race.run(loads, settings.limitRounds(), settings.slice(), settings.warmUp().dividedBy(2));
			rows.accept(throughput(race, "blocking send", Contestants.OURS, variant).withLimit(THROUGHPUT));
			costs(race, "blocking", variant, rows);
		}
	}

	private static void costs(Race race, String kind, String variant, Consumer<Row> rows) {
		rows.accept(new Row(SECTION, "allocation per " + kind + " call", variant, Contestants.BARE,
				race.ratios(Contestants.OURS, Contestants.BARE, Sample::bytesPerCall))
			.withLimit(ALLOCATION)
			.withAid(String.format(Locale.ROOT, "%.1f beside %.1f KiB",
					race.median(Contestants.OURS, Sample::bytesPerCall) / 1024,
					race.median(Contestants.BARE, Sample::bytesPerCall) / 1024)));
		rows.accept(new Row(SECTION, "CPU time per " + kind + " call", variant, Contestants.BARE,
				race.ratios(Contestants.OURS, Contestants.BARE, Sample::cpuPerCall))
			.withAid(String.format(Locale.ROOT, "%.1f beside %.1f µs",
					race.median(Contestants.OURS, Sample::cpuPerCall) / 1000,
					race.median(Contestants.BARE, Sample::cpuPerCall) / 1000)));
	}

	private static Row throughput(Race race, String what, String name, String variant) {
		return new Row(SECTION, what, variant, Contestants.BARE, race.ratios(name, Contestants.BARE, Sample::perSecond))
			.withAid(String.format(Locale.ROOT, "%.0f beside %.0f per second", race.median(name, Sample::perSecond),
					race.median(Contestants.BARE, Sample::perSecond)));
	}

}
