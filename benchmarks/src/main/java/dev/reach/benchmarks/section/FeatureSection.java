package dev.reach.benchmarks.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import dev.reach.ReactiveReachClient;
import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.client.DiscardedLog;
import dev.reach.benchmarks.client.Feature;
import dev.reach.benchmarks.client.ReachApplication;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.load.Load;
import dev.reach.benchmarks.load.Race;
import dev.reach.benchmarks.load.ReactiveLoad;
import dev.reach.benchmarks.load.Sample;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Row;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What each optional feature costs, alone.
 */
public final class FeatureSection implements Section {

	private static final String DEFAULTS = "defaults";

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		List<ConfigurableApplicationContext> contexts = new ArrayList<>();
		try (Child stub = Stub.start()) {
			String url = stub.url();
			Map<String, Load> loads = new LinkedHashMap<>();
			loads.put(DEFAULTS, load(contexts, ReachApplication.start(url, List.of())));
			for (Feature feature : Feature.ALL) {
				loads.put(feature.name(),
						load(contexts, ReachApplication.start(url, feature.sources(), feature.properties())));
			}
			DiscardedLog.install();
			Race race = Race.run(loads, settings.rounds(), settings.slice(), settings.warmUp().dividedBy(2));
			for (Feature feature : Feature.ALL) {
				String cpu = String.format(Locale.ROOT, "CPU time per call %+.1f µs",
						(race.median(feature.name(), Sample::cpuPerCall) - race.median(DEFAULTS, Sample::cpuPerCall))
								/ 1000);
				rows.accept(new Row("Optional features, reactive, 64 in flight", feature.name(), "", "ours by default",
						race.ratios(feature.name(), DEFAULTS, Sample::perSecond))
					.withAid(cpu));
			}
		}
		finally {
			contexts.forEach(ConfigurableApplicationContext::close);
		}
	}

	private static Load load(List<ConfigurableApplicationContext> contexts, ConfigurableApplicationContext context) {
		contexts.add(context);
		return new ReactiveLoad(Contestants.ours(context.getBean(ReactiveReachClient.class)), 64);
	}

}
