package dev.reach.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Report;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.section.Settings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs all parts, writes the report and says whether all limits are met.
 */
public final class Benchmarks {

	private final Settings settings;

	private final long deadline;

	private final @Nullable String newJava;

	private final List<Row> rows = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	private Benchmarks(Settings settings, Duration time, @Nullable String newJava) {
		this.settings = settings;
		this.deadline = System.nanoTime() + time.toNanos();
		this.newJava = newJava;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Settings settings = Settings.of(Arrays.asList(args).contains("--quick"));
		Duration time = Duration.ofSeconds(Long.parseLong(option(args, "--seconds=", "840")));
		String newJava = option(args, "--new-java=", "");
		Benchmarks benchmarks = new Benchmarks(settings, time, newJava.isEmpty() ? null : newJava);
		Report report = benchmarks.run(Boolean.parseBoolean(option(args, "--required=", "false")));
		report.writeTo(Path.of(option(args, "--output=", ".")));
		report.sentences().forEach(System.out::println);
		report.problems().forEach(System.out::println);
		System.exit(report.isGood() ? 0 : 1);
	}

	private static String option(String[] args, String name, String otherwise) {
		return Arrays.stream(args)
			.filter((arg) -> arg.startsWith(name))
			.map((arg) -> arg.substring(name.length()))
			.findFirst()
			.orElse(otherwise);
	}

	private Report run(boolean required) throws IOException, InterruptedException {
		for (Part part : Part.values()) {
			if (!part.isIn(this.settings)) {
				continue;
			}
			if (part.needsNewJdk() && this.newJava == null) {
				this.rows.add(Row.notRun("Virtual threads", "virtual threads", "no JDK 25 is installed"));
				continue;
			}
			long left = this.deadline - System.nanoTime();
			if (left <= 0) {
				this.problems.add(part + " was not run: the time is up");
				continue;
			}
			long start = System.nanoTime();
			run(part, left);
			System.err.printf("%s took %d s%n", part, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		}
		if (required) {
			this.rows.stream()
				.filter((row) -> row.ratios().isEmpty())
				.forEach((row) -> this.problems.add(row.name() + " is required, but " + row.against()));
		}
		List<Row> judged = this.rows.stream().map(this::withLimitOfRun).toList();
		return new Report(new Machine(this.settings, this.newJava).describe(), judged, List.copyOf(this.problems));
	}

	private void run(Part part, long nanos) throws IOException, InterruptedException {
		String java = (part.needsNewJdk() && this.newJava != null) ? this.newJava
				: Path.of(System.getProperty("java.home"), "bin", "java").toString();
		JsonMapper json = JsonMapper.shared();
		ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
		try (Child child = Child.java(java, part.classPath(), part.options(), PartProcess.class, part.name(),
				String.valueOf(this.settings.quick()))) {
			watch.schedule(child::close, nanos, TimeUnit.NANOSECONDS);
			for (String line = child.output().readLine(); line != null; line = child.output().readLine()) {
				if (line.startsWith(PartProcess.ROW)) {
					this.rows.add(json.readValue(line.substring(PartProcess.ROW.length()), Row.class));
				}
			}
			int exitCode = child.exitCode();
			if (System.nanoTime() >= this.deadline) {
				this.problems.add(part + " was stopped: the time is up");
			}
			else if (exitCode != 0) {
				this.problems.add(part + " failed");
			}
		}
		finally {
			watch.shutdownNow();
		}
	}

	private Row withLimitOfRun(Row row) {
		return (this.settings.quick() && row.limit() != null) ? row.withLimit(row.limit().widened()) : row;
	}

}
