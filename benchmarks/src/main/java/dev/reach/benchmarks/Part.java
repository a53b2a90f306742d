package dev.reach.benchmarks;

import java.util.List;
import java.util.function.Consumer;

import dev.reach.benchmarks.process.ClassPath;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.section.BulkSection;
import dev.reach.benchmarks.section.ContestantSection;
import dev.reach.benchmarks.section.FeatureSection;
import dev.reach.benchmarks.section.GatewaySection;
import dev.reach.benchmarks.section.LatencySection;
import dev.reach.benchmarks.section.MemorySection;
import dev.reach.benchmarks.section.MicroSection;
import dev.reach.benchmarks.section.Section;
import dev.reach.benchmarks.section.SendSection;
import dev.reach.benchmarks.section.Settings;
import dev.reach.benchmarks.section.StartSection;
import dev.reach.benchmarks.section.VirtualThreadSection;

/**
 * The parts of a run, in their order: first those with limits.
 */
enum Part {

	SEND(true, "512m", new SendSection()),

	BULK(true, "512m", new BulkSection()),

	START(true, "512m", new StartSection()),

	GATEWAY(true, "512m", new GatewaySection()),

	MEMORY(false, "64m", new MemorySection()),

	CONTESTANTS(false, "512m", new ContestantSection()),

	LATENCY(false, "512m", new LatencySection()),

	FEATURES(false, "512m", new FeatureSection()),

	VIRTUAL_THREADS(false, "512m", new VirtualThreadSection()),

	MICRO(false, "512m", new MicroSection());

	private final boolean quick;

	private final String heap;

	private final Section section;

	Part(boolean quick, String heap, Section section) {
		this.quick = quick;
		this.heap = heap;
		this.section = section;
	}

	boolean isIn(Settings settings) {
		return this.quick || !settings.quick();
	}

	boolean needsNewJdk() {
		return this == VIRTUAL_THREADS;
	}

	ClassPath classPath() {
		return (this == GATEWAY) ? ClassPath.all() : ClassPath.all().withoutServer();
	}

	List<String> options() {
		return List.of("-Xms" + this.heap, "-Xmx" + this.heap, "-Djava.net.preferIPv4Stack=true");
	}

	void run(Settings settings, Consumer<Row> rows) throws Exception {
		this.section.run(settings, rows);
	}

}
