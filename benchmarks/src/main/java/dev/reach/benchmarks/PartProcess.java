package dev.reach.benchmarks;

import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.section.Settings;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs one part and writes its rows to the standard output.
 */
public final class PartProcess {

	static final String ROW = "ROW ";

	private PartProcess() {
	}

	public static void main(String[] args) throws Exception {
		Child.endWithParent();
		JsonMapper json = JsonMapper.shared();
		Settings settings = Settings.of(Boolean.parseBoolean(args[1]));
		Part.valueOf(args[0]).run(settings, (Row row) -> System.out.println(ROW + json.writeValueAsString(row)));
		System.exit(0);
	}

}
