package dev.reach.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property has a value that cannot be used, and why.
 */
final class InvalidReachPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidReachPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidReachPropertyException cause) {
		return new FailureAnalysis("""
				The value of a configuration property cannot be used:

				    Property: %s
				    Reason: %s
				""".formatted(cause.property(), cause.rule()), "Correct the value of '%s'.".formatted(cause.property()),
				cause);
	}

}
