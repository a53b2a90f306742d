package dev.reach.benchmarks.section;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.process.ClassPath;
import dev.reach.benchmarks.result.Limit;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.result.Spread;
import dev.reach.benchmarks.start.StartedApplication;

/**
 * The start of the same application with the starter, with a bare {@code WebClient}, and
 * with neither, each time in a new JVM. Single starts differ by a third, so those that
 * are held to a limit have more rounds.
 */
public final class StartSection implements Section {

	private static final String SECTION = "Start of an application";

	private static final int ROUNDS = 17;

	private static final Map<String, String> BASES = Map.of("bare", "the same with a bare WebClient bean", "neither",
			"the same with neither");

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws IOException {
		Map<String, List<Start>> starts = new LinkedHashMap<>();
		List<String> order = new ArrayList<>(List.of("starter", "bare"));
		if (!settings.quick()) {
			order.add("neither");
		}
		for (String application : order) {
			start(application);
			starts.put(application, new ArrayList<>());
		}
		int rounds = settings.quick() ? settings.rounds() : ROUNDS;
		for (int round = 0; round < rounds; round++) {
			if (round == settings.rounds()) {
				order.remove("neither");
			}
			Collections.shuffle(order);
			for (String application : order) {
				Objects.requireNonNull(starts.get(application)).add(start(application));
			}
		}
		rows.accept(row("context start", "bare", starts, Start::millis, "ms").withLimit(Limit.atMost(1.05)));
		rows.accept(row("loaded classes", "bare", starts, Start::classes, "classes").withLimit(Limit.atMost(1.0)));
		if (!settings.quick()) {
			rows.accept(row("context start", "neither", starts, Start::millis, "ms"));
			rows.accept(row("loaded classes", "neither", starts, Start::classes, "classes"));
		}
	}

	private static Start start(String application) throws IOException {
		try (Child child = Child.java(ClassPath.all(), List.of("-Xms256m", "-Xmx256m"), StartedApplication.class,
				application)) {
			String[] figures = child.await(StartedApplication.READY).split(" ");
			return new Start(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
		}
	}

	private static Row row(String name, String base, Map<String, List<Start>> starts, ToDoubleFunction<Start> figure,
			String unit) {
		List<Double> others = figures(starts, base, figure);
		List<Double> ones = figures(starts, "starter", figure).subList(0, others.size());
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ones.size(); round++) {
			ratios.add(ones.get(round) / others.get(round));
		}
		return new Row(SECTION, name, "", Objects.requireNonNull(BASES.get(base)), ratios).withAid(String
			.format(Locale.ROOT, "%.0f beside %.0f %s", Spread.of(ones).median(), Spread.of(others).median(), unit));
	}

	private static List<Double> figures(Map<String, List<Start>> starts, String application,
			ToDoubleFunction<Start> figure) {
		return Objects.requireNonNull(starts.get(application)).stream().map(figure::applyAsDouble).toList();
	}

	/**
	 * One start.
	 *
	 * @param millis from the start of the JVM until the context is ready
	 * @param classes the number of classes loaded by then
	 */
	private record Start(double millis, double classes) {

	}

}
