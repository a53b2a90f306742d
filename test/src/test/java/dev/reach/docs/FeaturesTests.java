package dev.reach.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the list of features names tests that exist.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeaturesTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final int FEATURES = 52;

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|$");

	private static final Pattern TEST = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");

	private final Map<String, String> testClasses = new TreeMap<>();

	@BeforeAll
	void findTestClasses() throws IOException {
		for (String module : List.of("autoconfigure", "test", "sample-app")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith("Tests.java")).toList()) {
					String name = file.getFileName().toString().replace(".java", "");
					this.testClasses.put(name, Files.readString(file));
				}
			}
		}
	}

	@Test
	void eachFeatureHasARow() throws IOException {
		assertThat(rows()).extracting((row) -> Integer.valueOf(row.group(1)))
			.containsExactlyElementsOf(Stream.iterate(1, (number) -> number + 1).limit(FEATURES).toList());
	}

	@Test
	void eachRowNamesTestsThatExist() throws IOException {
		assertThat(rows()).filteredOn((row) -> !row.group(3).strip().equals("not built yet"))
			.allSatisfy((row) -> assertThat(missing(row)).as("row " + row.group(1)).isEmpty());
	}

	private List<String> missing(MatchResult row) {
		List<MatchResult> tests = TEST.matcher(row.group(4)).results().toList();
		if (tests.isEmpty()) {
			return List.of("any test");
		}
		List<String> missing = new ArrayList<>();
		for (MatchResult test : tests) {
			String code = this.testClasses.getOrDefault(test.group(1), "");
			boolean exists = (test.group(2) != null) ? hasTest(code, test.group(2)) : !code.isEmpty();
			if (!exists) {
				missing.add(test.group());
			}
		}
		return missing;
	}

	private static boolean hasTest(String code, String method) {
		return Pattern.compile("@\\w*Test\\b((?!\n\n)[\\s\\S])*?\\bvoid " + method + "\\(").matcher(code).find();
	}

	private static List<MatchResult> rows() throws IOException {
		return ROW.matcher(Files.readString(ROOT.resolve("docs/features.md"))).results().toList();
	}

}
