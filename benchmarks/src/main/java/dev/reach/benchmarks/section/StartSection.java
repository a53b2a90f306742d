package dev.reach.benchmarks.section;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
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
 * with neither, each time in a new JVM. Two are started at the same time, as what else
 * the machine does makes one start a third longer than the next.
 */
public final class StartSection implements Section {

	private static final String SECTION = "Start of an application";

	private static final int ROUNDS = 17;

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws IOException {
		List<Pair> besideBare = pairs("bare", settings.quick() ? settings.rounds() : ROUNDS);
		String bare = "the same with a bare WebClient bean";
		rows.accept(row("context start", bare, besideBare, Start::millis, "ms").withLimit(Limit.atMost(1.05)));
		rows.accept(row("loaded classes", bare, besideBare, Start::classes, "classes").withLimit(Limit.atMost(1.0)));
		if (!settings.quick()) {
			List<Pair> besideNeither = pairs("neither", settings.rounds());
			String neither = "the same with neither";
			rows.accept(row("context start", neither, besideNeither, Start::millis, "ms"));
			rows.accept(row("loaded classes", neither, besideNeither, Start::classes, "classes"));
		}
	}

	private static List<Pair> pairs(String other, int rounds) throws IOException {
		pair(other);
		List<Pair> pairs = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			pairs.add(pair(other));
		}
		return pairs;
	}

	private static Pair pair(String other) throws IOException {
		boolean first = ThreadLocalRandom.current().nextBoolean();
		try (Child one = application(first ? "starter" : other); Child two = application(first ? other : "starter")) {
			Start startOfOne = Start.of(one);
			Start startOfTwo = Start.of(two);
			return first ? new Pair(startOfOne, startOfTwo) : new Pair(startOfTwo, startOfOne);
		}
	}

	private static Child application(String name) throws IOException {
		return Child.java(ClassPath.all(), List.of("-Xms256m", "-Xmx256m"), StartedApplication.class, name);
	}

	private static Row row(String name, String against, List<Pair> pairs, ToDoubleFunction<Start> figure, String unit) {
		List<Double> starter = pairs.stream().map((pair) -> figure.applyAsDouble(pair.starter())).toList();
		List<Double> other = pairs.stream().map((pair) -> figure.applyAsDouble(pair.other())).toList();
		List<Double> ratios = pairs.stream()
			.map((pair) -> figure.applyAsDouble(pair.starter()) / figure.applyAsDouble(pair.other()))
			.toList();
		return new Row(SECTION, name, "", against, ratios).withAid(String.format(Locale.ROOT, "%.0f beside %.0f %s",
				Spread.of(starter).median(), Spread.of(other).median(), unit));
	}

	private record Pair(Start starter, Start other) {

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
