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
 * with neither, each time in a new JVM. They are started at the same time, as what else
 * the machine does makes one start a third longer than the next.
 */
public final class StartSection implements Section {

	private static final String SECTION = "Start of an application";

	private static final Map<String, String> BASES = Map.of("bare", "the same with a bare WebClient bean", "neither",
			"the same with neither");

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws IOException {
		List<String> applications = settings.quick() ? List.of("starter", "bare")
				: List.of("starter", "bare", "neither");
		start(applications);
		List<Map<String, Start>> rounds = new ArrayList<>();
		while (rounds.size() < settings.limitRounds()) {
			rounds.add(start(applications));
		}
		rows.accept(row("context start", "bare", rounds, Start::millis, "ms").withLimit(Limit.atMost(1.05)));
		rows.accept(row("loaded classes", "bare", rounds, Start::classes, "classes").withLimit(Limit.atMost(1.0)));
		if (!settings.quick()) {
			rows.accept(row("context start", "neither", rounds, Start::millis, "ms"));
			rows.accept(row("loaded classes", "neither", rounds, Start::classes, "classes"));
		}
	}

	private static Map<String, Start> start(List<String> applications) throws IOException {
		List<String> order = new ArrayList<>(applications);
		Collections.shuffle(order);
		Map<String, Child> children = new LinkedHashMap<>();
		try {
			for (String application : order) {
				children.put(application, Child.java(ClassPath.all(), List.of("-Xms256m", "-Xmx256m"),
						StartedApplication.class, application));
			}
			Map<String, Start> starts = new LinkedHashMap<>();
			for (Map.Entry<String, Child> child : children.entrySet()) {
				starts.put(child.getKey(), Start.of(child.getValue()));
			}
			return starts;
		}
		finally {
			children.values().forEach(Child::close);
		}
	}

	private static Row row(String name, String base, List<Map<String, Start>> rounds, ToDoubleFunction<Start> figure,
			String unit) {
		List<Double> ones = figures("starter", rounds, figure);
		List<Double> others = figures(base, rounds, figure);
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < rounds.size(); round++) {
			ratios.add(ones.get(round) / others.get(round));
		}
		return new Row(SECTION, name, "", Objects.requireNonNull(BASES.get(base)), ratios).withAid(String
			.format(Locale.ROOT, "%.0f beside %.0f %s", Spread.of(ones).median(), Spread.of(others).median(), unit));
	}

	private static List<Double> figures(String application, List<Map<String, Start>> rounds,
			ToDoubleFunction<Start> figure) {
		return rounds.stream()
			.map((round) -> figure.applyAsDouble(Objects.requireNonNull(round.get(application))))
			.toList();
	}

	/**
	 * One start.
	 *
	 * @param millis from the start of the JVM until the context is ready
	 * @param classes the number of classes loaded by then
	 */
	private record Start(double millis, double classes) {

		static Start of(Child application) throws IOException {
			String[] figures = application.await(StartedApplication.READY).split(" ");
			return new Start(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
		}

	}

}
