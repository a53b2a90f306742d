package dev.reach.autoconfigure;

import java.util.regex.Pattern;

import dev.reach.proxy.InvalidProxyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/**
 * Says which variable of the environment or system property holds a proxy that cannot be
 * used, and why. Runs before the analyzer for all other configuration.
 */
@Order(0)
final class InvalidProxyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidProxyException> {

	private static final Pattern VARIABLE = Pattern.compile("\\w+_(?:proxy|PROXY)");

	private static final Pattern SYSTEM_PROPERTY = Pattern.compile("(?:https?\\.p|socksP)roxy\\w+");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidProxyException cause) {
		if (VARIABLE.matcher(cause.source()).matches()) {
			return analysis("an environment variable", "Variable", "from-environment", cause);
		}
		if (SYSTEM_PROPERTY.matcher(cause.source()).matches()) {
			return analysis("a system property of the JVM", "Property", "from-system-properties", cause);
		}
		return null;
	}

	private static FailureAnalysis analysis(String origin, String label, String key, InvalidProxyException cause) {
		return new FailureAnalysis("""
				The proxy in %s cannot be used:

				    %s: %s
				    Reason: %s
				""".formatted(origin, label, cause.source(), StringUtils.capitalize(cause.rule())),
				"Correct or unset %s, or set reach.proxy.%s=false.".formatted(cause.source(), key), cause);
	}

}
