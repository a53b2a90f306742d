package dev.reach.autoconfigure;

import dev.reach.error.ReachConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why a client could not be put together.
 */
final class ReachConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ReachConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ReachConfigurationException cause) {
		return new FailureAnalysis("The Reach client cannot be built: " + cause.getMessage() + ".",
				"Correct the properties that begin with 'reach.', or the bean that replaces them.", cause);
	}

}
