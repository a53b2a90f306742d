package dev.reach.autoconfigure;

import java.util.Objects;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says which property has a value that cannot be used, where it is set, and why.
 */
final class InvalidReachPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidReachPropertyException> {

	private final Environment environment;

	InvalidReachPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidReachPropertyException cause) {
		return new FailureAnalysis("""
				The value of a configuration property cannot be used:

				    Property: %s
				%s    Reason: %s
				""".formatted(cause.property(), origin(cause.property()), cause.rule()),
				"Correct the value of '%s'.".formatted(cause.property()), cause);
	}

	private String origin(String property) {
		if (!ConfigurationPropertyName.isValid(property)) {
			return "";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.findFirst()
			.map((found) -> "    Origin: %s%n".formatted(found.getOrigin()))
			.orElse("");
	}

}
