package dev.reach.benchmarks.section;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.reach.benchmarks.gateway.CloudGateway;
import dev.reach.benchmarks.gateway.Load;
import dev.reach.benchmarks.gateway.Nginx;
import dev.reach.benchmarks.gateway.ReachGateway;
import dev.reach.benchmarks.gateway.Target;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.process.ClassPath;
import dev.reach.benchmarks.result.Limit;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.result.Spread;

/**
 * The gateway beside Spring Cloud Gateway and nginx, all before the same target.
 */
public final class GatewaySection implements Section {

	private static final String SECTION = "Gateway, 64 connections";

	private static final String CLOUD = "Spring Cloud Gateway";

	private static final String OURS = "gateway";

	private static final String NGINX = "nginx";

	private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m");

	private static final int MOST_CYCLES = 5;

	private static final double QUIET = 0.1;

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws IOException {
		if (!isInstalled("wrk")) {
			rows.accept(Row.notRun(SECTION, OURS, "wrk is not installed"));
			return;
		}
		try (Child target = Child.java(ClassPath.all(), OPTIONS, Target.class)) {
			String targetUrl = target.url();
			try (Child cloud = Child.java(ClassPath.all(), OPTIONS, CloudGateway.class, targetUrl);
					Child ours = Child.java(ClassPath.all(), OPTIONS, ReachGateway.class, targetUrl)) {
				Map<String, String> gateways = new LinkedHashMap<>();
				gateways.put(OURS, ours.url());
				gateways.put(CLOUD, cloud.url());
				List<Load> loads = Load.ALL.stream().filter((load) -> load.quick() || !settings.quick()).toList();
				warmUp(ours, url(gateways, OURS), loads, settings);
				warmUp(cloud, url(gateways, CLOUD), loads, settings);
				if (settings.quick()) {
					measure(loads, gateways, settings, rows);
				}
				else if (!isInstalled(NGINX)) {
					rows.accept(Row.notRun(SECTION, NGINX, "nginx is not installed"));
					measure(loads, gateways, settings, rows);
				}
				else {
					try (Nginx nginx = Nginx.start(targetUrl)) {
						gateways.put(NGINX, nginx.url());
						measure(loads, gateways, settings, rows);
					}
				}
			}
		}
	}

	// With few connections there is time left for the compiler of the JVM, so that it is
	// done much sooner; many connections then take ways of their own. What is of middle
	// size takes those of the large.
	private static void warmUp(Child gateway, String url, List<Load> loads, Settings settings) throws IOException {
		int seconds = settings.quick() ? 1 : 2;
		for (int connections : List.of(4, Load.CONNECTIONS)) {
			double compiling = 1;
			for (int cycle = 0; cycle == 0 || compiling > QUIET && cycle < MOST_CYCLES && !settings.quick(); cycle++) {
				long start = System.nanoTime();
				Duration compiled = gateway.compilationTime();
				for (Load load : loads) {
					if (load.kind() != Load.Kind.MIDDLE) {
						load.warmUp(url, connections, seconds);
					}
				}
				compiling = (double) gateway.compilationTime().minus(compiled).toNanos() / (System.nanoTime() - start);
			}
		}
	}

	// Load by load within each round: the first of several rounds of one load would still
	// be compiled anew for what came before. Small exchanges differ most from round to
	// round, and have more of them, for those who are held to a limit. The beginning and
	// the end of a window are those of 64 connections and exchanges, which is a tenth of
	// the large ones of a second.
	private static void measure(List<Load> loads, Map<String, String> gateways, Settings settings, Consumer<Row> rows)
			throws IOException {
		Map<Load, Map<String, List<Double>>> rates = new LinkedHashMap<>();
		List<String> order = new ArrayList<>(gateways.keySet());
		for (int round = 0; round < settings.limitRounds(); round++) {
			boolean smallOnly = round >= settings.rounds();
			for (Load load : loads.stream().filter((load) -> load.kind() == Load.Kind.SMALL || !smallOnly).toList()) {
				Collections.shuffle(order);
				for (String name : order) {
					if (smallOnly && name.equals(NGINX)) {
						continue;
					}
					boolean brief = name.equals(NGINX) || load.kind() == Load.Kind.MIDDLE
							|| settings.quick() && load.kind() == Load.Kind.SMALL;
					double rate = load.run(url(gateways, name), brief ? 1 : 2);
					rates.computeIfAbsent(load, (key) -> new LinkedHashMap<>())
						.computeIfAbsent(name, (key) -> new ArrayList<>())
						.add(rate);
				}
			}
		}
		rates.forEach((load, rate) -> report(load, rate, rows));
		rows.accept(together("small exchanges", Load.Kind.SMALL, rates).withLimit(Limit.atLeast(1.25)));
		rows.accept(together("1 MiB up and down", Load.Kind.LARGE, rates).withLimit(Limit.atLeast(1.0)));
	}

	private static void report(Load load, Map<String, List<Double>> rates, Consumer<Row> rows) {
		rates.forEach((name, values) -> {
			if (!name.equals(CLOUD)) {
				rows.accept(new Row(SECTION, name, load.name(), CLOUD, ratios(name, rates))
					.withAid(String.format(Locale.ROOT, "%.0f beside %.0f per second", Spread.of(values).median(),
							Spread.of(Objects.requireNonNull(rates.get(CLOUD))).median())));
			}
		});
	}

	private static Row together(String what, Load.Kind kind, Map<Load, Map<String, List<Double>>> rates) {
		Map<String, List<Double>> ratios = new LinkedHashMap<>();
		rates.forEach((load, rate) -> {
			if (load.kind() == kind) {
				ratios.put(load.name(), ratios(OURS, rate));
			}
		});
		List<Double> means = IntStream.range(0, ratios.values().iterator().next().size())
			.mapToObj((round) -> geometricMean(ratios.values().stream().mapToDouble((each) -> each.get(round))))
			.toList();
		return new Row(SECTION, OURS, what, CLOUD, means).withAid(ratios.entrySet()
			.stream()
			.map((each) -> String.format(Locale.ROOT, "%s: %.2f", each.getKey(), Spread.of(each.getValue()).median()))
			.collect(Collectors.joining("; ")));
	}

	private static double geometricMean(DoubleStream ratios) {
		return Math.exp(ratios.map(Math::log).average().orElseThrow());
	}

	private static List<Double> ratios(String name, Map<String, List<Double>> rates) {
		List<Double> values = Objects.requireNonNull(rates.get(name));
		List<Double> base = Objects.requireNonNull(rates.get(CLOUD));
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < values.size(); round++) {
			ratios.add(values.get(round) / base.get(round));
		}
		return ratios;
	}

	private static String url(Map<String, String> gateways, String name) {
		return Objects.requireNonNull(gateways.get(name));
	}

	private static boolean isInstalled(String program) {
		return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
			.anyMatch((directory) -> new File(directory, program).canExecute());
	}

}
