package dev.reach.benchmarks.section;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import dev.reach.benchmarks.client.BlockingContestant;
import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.load.Callers;
import dev.reach.benchmarks.load.Load;
import dev.reach.benchmarks.load.OpenLoop;
import dev.reach.benchmarks.load.ReactiveLoad;
import dev.reach.benchmarks.load.WarmUp;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.result.Spread;
import org.HdrHistogram.Histogram;

/**
 * Latency at half the rate that a bare {@code WebClient} reaches, and of one caller that
 * waits for each answer.
 */
public final class LatencySection implements Section {

	private static final String SECTION = "Latency at a fixed rate";

	private static final Duration SLICE = Duration.ofMillis(700);

	private static final int CALLERS = 64;

	private static final List<String> NAMES = List.of(Contestants.OURS, Contestants.BARE);

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		try (Child stub = Stub.start(); Contestants contestants = Contestants.create(stub.url())) {
			reactive(contestants, settings, rows);
			blocking(contestants, settings, rows);
			oneCaller(contestants, settings, rows);
		}
	}

	private static void reactive(Contestants contestants, Settings settings, Consumer<Row> rows) throws Exception {
		Map<String, Load> loads = new LinkedHashMap<>();
		NAMES.forEach((name) -> loads.put(name, new ReactiveLoad(contestants.reactive(name), CALLERS)));
		OpenLoop loop = new OpenLoop(halfRate(loads, settings), SLICE);
		Map<String, Callable<Histogram>> runs = new LinkedHashMap<>();
		NAMES.forEach((name) -> runs.put(name, () -> loop.run(contestants.reactive(name))));
		report("reactive, %.0f per second".formatted(loop.rate()), rounds(runs, settings), rows);
	}

	private static void blocking(Contestants contestants, Settings settings, Consumer<Row> rows) throws Exception {
		Map<String, Callable<Histogram>> runs = new LinkedHashMap<>();
		try (Callers callers = Callers.platform(CALLERS)) {
			Map<String, Load> loads = new LinkedHashMap<>();
			NAMES.forEach((name) -> loads.put(name, callers.load(contestants.blocking(name))));
			OpenLoop loop = new OpenLoop(halfRate(loads, settings), SLICE);
			NAMES.forEach((name) -> runs.put(name, () -> loop.run(contestants.blocking(name), CALLERS)));
			report("blocking on %d threads, %.0f per second".formatted(CALLERS, loop.rate()), rounds(runs, settings),
					rows);
		}
	}

	private static void oneCaller(Contestants contestants, Settings settings, Consumer<Row> rows) throws Exception {
		Map<String, Callable<Histogram>> runs = new LinkedHashMap<>();
		NAMES.forEach((name) -> runs.put(name, () -> closed(contestants.blocking(name))));
		for (Callable<Histogram> run : runs.values()) {
			run.call();
		}
		report("blocking on 1 thread, closed loop", rounds(runs, settings), rows);
	}

	private static Histogram closed(BlockingContestant contestant) throws Exception {
		Histogram latencies = new Histogram(3);
		long end = System.nanoTime() + SLICE.toNanos() / 2;
		for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
			contestant.send();
			latencies.recordValue(System.nanoTime() - now);
		}
		return latencies;
	}

	private static double halfRate(Map<String, Load> loads, Settings settings) throws Exception {
		new WarmUp(settings.warmUp()).run(loads.values());
		return Objects.requireNonNull(loads.get(Contestants.BARE)).run(Duration.ofSeconds(1)).perSecond() / 2;
	}

	private static Map<String, List<Histogram>> rounds(Map<String, Callable<Histogram>> runs, Settings settings)
			throws Exception {
		Map<String, List<Histogram>> histograms = new LinkedHashMap<>();
		runs.keySet().forEach((name) -> histograms.put(name, new ArrayList<>()));
		List<String> order = new ArrayList<>(runs.keySet());
		for (int round = 0; round < settings.rounds(); round++) {
			Collections.shuffle(order);
			for (String name : order) {
				Objects.requireNonNull(histograms.get(name)).add(Objects.requireNonNull(runs.get(name)).call());
			}
		}
		return histograms;
	}

	private static void report(String what, Map<String, List<Histogram>> histograms, Consumer<Row> rows) {
		for (double percentile : List.of(50.0, 99.0, 99.9)) {
			List<Double> ours = micros(histograms, Contestants.OURS, percentile);
			List<Double> bare = micros(histograms, Contestants.BARE, percentile);
			List<Double> ratios = new ArrayList<>();
			List<Double> differences = new ArrayList<>();
			for (int round = 0; round < ours.size(); round++) {
				ratios.add(ours.get(round) / bare.get(round));
				differences.add(ours.get(round) - bare.get(round));
			}
			rows.accept(new Row(SECTION, what, "p" + String.valueOf(percentile).replaceAll("\\.0$", ""),
					Contestants.BARE, ratios)
				.withAid(String.format(Locale.ROOT, "%.0f beside %.0f µs, difference %+.0f µs",
						Spread.of(ours).median(), Spread.of(bare).median(), Spread.of(differences).median())));
		}
	}

	private static List<Double> micros(Map<String, List<Histogram>> histograms, String name, double percentile) {
		return Objects.requireNonNull(histograms.get(name))
			.stream()
			.map((histogram) -> histogram.getValueAtPercentile(percentile) / 1000.0)
			.toList();
	}

}
