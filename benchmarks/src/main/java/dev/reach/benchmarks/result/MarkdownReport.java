package dev.reach.benchmarks.result;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a report as Markdown.
 *
 * @param report the report
 */
record MarkdownReport(Report report) {

	private static final String INTRODUCTION = """
			# Results

			Written by `run.sh`. All figures are ratios taken in this run: median (least to most) over the rounds.
			Throughput above 1 is faster; latency, CPU, allocation, memory and start-up below 1 are less.
			""";

	String text() {
		StringBuilder text = new StringBuilder(INTRODUCTION);
		text.append("\n## Machine\n\n| | |\n|---|---|\n");
		this.report.machine().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
		this.report.problems().forEach((problem) -> text.append("%n**%s**%n".formatted(problem)));
		text.append("\n## Limits\n\n");
		table(text, this.report.rows().stream().filter((row) -> row.limit() != null || !row.wasRun()).toList());
		Map<String, List<Row>> sections = this.report.rows()
			.stream()
			.filter(Row::wasRun)
			.collect(Collectors.groupingBy(Row::section, LinkedHashMap::new, Collectors.toList()));
		sections.forEach((section, rows) -> {
			text.append("\n## %s\n\n".formatted(section));
			if (isMatrix(rows)) {
				matrix(text, rows);
			}
			else {
				table(text, rows);
			}
		});
		return text.toString();
	}

	private static boolean isMatrix(List<Row> rows) {
		long names = rows.stream().map(Row::name).distinct().count();
		long variants = rows.stream().map(Row::variant).distinct().count();
		return names > 1 && variants > 1 && names * variants == rows.size();
	}

	private static void table(StringBuilder text, List<Row> rows) {
		text.append("| what | against | ratio | rounds | limit | aid |\n|---|---|---|---|---|---|\n");
		for (Row row : rows) {
			String limit = (row.limit() == null) ? ""
					: row.limit() + (!row.wasRun() ? "" : row.isMet() ? ": met" : ": **missed**");
			text.append("| %s | %s | %s | %s | %s | %s |\n".formatted(row.title(), row.against(), cell(row),
					row.wasRun() ? row.ratios().size() : "", limit, row.aid()));
		}
	}

	private static void matrix(StringBuilder text, List<Row> rows) {
		Set<String> variants = rows.stream().map(Row::variant).collect(Collectors.toCollection(LinkedHashSet::new));
		text.append("Against %s, %d rounds.%n%n".formatted(rows.get(0).against(), rows.get(0).ratios().size()));
		text.append("| | %s |\n|---%s|\n".formatted(String.join(" | ", variants), "|---".repeat(variants.size())));
		rows.stream()
			.collect(Collectors.groupingBy(Row::name, LinkedHashMap::new, Collectors.toList()))
			.forEach((name, cells) -> text.append("| %s | %s |\n".formatted(name,
					cells.stream().map(MarkdownReport::cell).collect(Collectors.joining(" | ")))));
	}

	private static String cell(Row row) {
		if (!row.wasRun()) {
			return "";
		}
		Spread spread = row.spread();
		return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", spread.median(), spread.min(), spread.max());
	}

}
