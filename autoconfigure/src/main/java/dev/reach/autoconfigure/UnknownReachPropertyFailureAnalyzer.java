package dev.reach.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Says which key is misspelt and which may be meant. Runs before Spring Boot's own
 * analyzer, which would print the value: a misspelt key may hold a secret.
 */
@Order(0)
final class UnknownReachPropertyFailureAnalyzer
		extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("reach");

	private static final Pattern CLIENT = Pattern.compile("^reach\\.clients\\.[^.]+\\.");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> unknown = cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.toList();
		if (unknown.isEmpty()) {
			return null;
		}
		List<String> known = keys("reach", ReachProperties.class);
		String description = unknown.stream()
			.map((property) -> describe(property, known))
			.collect(Collectors.joining("", "There is no such configuration property:\n\n", ""));
		return new FailureAnalysis(description, "Correct or remove the key.", cause);
	}

	private static String describe(ConfigurationProperty property, List<String> known) {
		String name = property.getName().toString();
		String client = CLIENT.matcher(name).results().map(MatchResult::group).findFirst().orElse("reach.");
		String key = "reach." + name.substring(client.length());
		String nearest = client + known.stream()
			.min(Comparator.comparingInt((candidate) -> distance(key, candidate)))
			.orElseThrow()
			.substring("reach.".length());
		boolean near = distance(name, nearest) <= Math.max(2, (key.length() - PREFIX.toString().length()) / 3);
		String meant = near ? "    Did you mean: %s%n".formatted(nearest) : "";
		String origin = (property.getOrigin() != null) ? "    Origin: %s%n".formatted(property.getOrigin()) : "";
		return "    Property: %s%n%s%s".formatted(name, origin, meant);
	}

	private static List<String> keys(String prefix, Class<?> type) {
		List<String> keys = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String key = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (component.getType().isRecord()) {
				keys.addAll(keys(key, component.getType()));
			}
			else {
				keys.add(key);
			}
		}
		return keys;
	}

	// Levenshtein distance, row by row.
	private static int distance(String first, String second) {
		int[] row = new int[second.length() + 1];
		for (int column = 0; column < row.length; column++) {
			row[column] = column;
		}
		for (int line = 1; line <= first.length(); line++) {
			int diagonal = row[0];
			row[0] = line;
			for (int column = 1; column < row.length; column++) {
				int substitution = diagonal + ((first.charAt(line - 1) == second.charAt(column - 1)) ? 0 : 1);
				diagonal = row[column];
				row[column] = Math.min(substitution, Math.min(row[column], row[column - 1]) + 1);
			}
		}
		return row[second.length()];
	}

}
