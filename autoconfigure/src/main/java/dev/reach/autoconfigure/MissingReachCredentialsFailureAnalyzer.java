package dev.reach.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to set when there are no credentials.
 */
final class MissingReachCredentialsFailureAnalyzer extends AbstractFailureAnalyzer<MissingReachCredentialsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingReachCredentialsException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", """
				Do one of the following:

				    - set the properties reach.api-user and reach.api-key
				    - set the environment variables %s and %s
				    - define a bean of type ReachConnectionDetails or ReachCredentialsProvider
				    - set reach.enabled=false, if this application does not use Reach
				""".formatted(PropertiesReachConnectionDetails.API_USER_VARIABLE,
				PropertiesReachConnectionDetails.API_KEY_VARIABLE), cause);
	}

}
