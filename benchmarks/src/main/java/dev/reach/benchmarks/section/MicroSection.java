package dev.reach.benchmarks.section;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import dev.reach.benchmarks.micro.ClientBenchmarks;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.result.Spread;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Parts of the client without a socket, by JMH with its GC profiler.
 */
public final class MicroSection implements Section {

	private static final String SECTION = "Parts of a call, without a socket (JMH)";

	private static final String BASE = "call";

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		Options options = new OptionsBuilder().include(ClientBenchmarks.class.getName())
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(settings.rounds())
			.measurementTime(TimeValue.milliseconds(200))
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build();
		Map<String, List<Double>> nanos = new LinkedHashMap<>();
		Map<String, List<Double>> bytes = new LinkedHashMap<>();
		for (RunResult run : new Runner(options).run()) {
			String name = run.getParams().getBenchmark().replaceAll(".*\\.", "");
			Collection<IterationResult> iterations = run.getBenchmarkResults().iterator().next().getIterationResults();
			nanos.put(name, figures(iterations, IterationResult::getPrimaryResult));
			bytes.put(name, figures(iterations,
					(iteration) -> Objects.requireNonNull(iteration.getSecondaryResults().get("gc.alloc.rate.norm"))));
		}
		report("time", "µs", 1e3, nanos, rows);
		report("allocation", "KiB", 1024, bytes, rows);
	}

	private static List<Double> figures(Collection<IterationResult> iterations, Figure figure) {
		return iterations.stream().map((iteration) -> figure.of(iteration).getScore()).toList();
	}

	private static void report(String what, String unit, double scale, Map<String, List<Double>> figures,
			Consumer<Row> rows) {
		List<Double> base = Objects.requireNonNull(figures.get(BASE));
		figures.forEach((name, values) -> {
			List<Double> ratios = new ArrayList<>();
			for (int round = 0; round < values.size(); round++) {
				ratios.add(values.get(round) / base.get(round));
			}
			rows.accept(new Row(SECTION, what + " of " + name, "", "that of call", ratios)
				.withAid(String.format(Locale.ROOT, "%.2f beside %.2f %s", Spread.of(values).median() / scale,
						Spread.of(base).median() / scale, unit)));
		});
	}

	/**
	 * A result of an iteration.
	 */
	@FunctionalInterface
	private interface Figure {

		Result<?> of(IterationResult iteration);

	}

}
