package dev.reach.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has found out.
 *
 * @param machine what it ran on and with which versions
 * @param rows the ratios
 * @param problems what went wrong besides missed limits
 */
public record Report(Map<String, String> machine, List<Row> rows, List<String> problems) {

	/**
	 * Write the report for people and for programs.
	 * @param directory where to
	 * @throws IOException if that is not possible
	 */
	public void writeTo(Path directory) throws IOException {
		Files.createDirectories(directory);
		Files.writeString(directory.resolve("results.md"), new MarkdownReport(this).text());
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("machine", this.machine);
		json.put("problems", this.problems);
		json.put("rows", this.rows.stream().map(Report::json).toList());
		Files.writeString(directory.resolve("results.json"),
				JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(json)
						+ System.lineSeparator());
	}

	/**
	 * Return what the limits say, one sentence for each.
	 * @return the sentences
	 */
	public List<String> sentences() {
		return this.rows.stream().filter((row) -> row.limit() != null || !row.wasRun()).map(Row::sentence).toList();
	}

	/**
	 * Return whether all limits are met and nothing went wrong.
	 * @return {@code false} if something must be done
	 */
	public boolean isGood() {
		return this.problems.isEmpty() && this.rows.stream().allMatch(Row::isMet);
	}

	private static Map<String, Object> json(Row row) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("section", row.section());
		json.put("name", row.name());
		json.put("variant", row.variant());
		json.put("against", row.against());
		if (row.wasRun()) {
			Spread spread = row.spread();
			json.put("median", spread.median());
			json.put("min", spread.min());
			json.put("max", spread.max());
			json.put("rounds", row.ratios().size());
			json.put("ratios", row.ratios());
		}
		if (row.limit() != null) {
			json.put("limit", Objects.toString(row.limit()));
			json.put("met", row.wasRun() && row.isMet());
		}
		if (!row.aid().isEmpty()) {
			json.put("aid", row.aid());
		}
		return json;
	}

}
