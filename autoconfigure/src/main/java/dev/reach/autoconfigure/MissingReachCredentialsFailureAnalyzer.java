package dev.reach.autoconfigure;

import dev.reach.autoconfigure.ReachProperties.AuthenticationScheme;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to set when there are no credentials.
 */
final class MissingReachCredentialsFailureAnalyzer extends AbstractFailureAnalyzer<MissingReachCredentialsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingReachCredentialsException cause) {
		boolean bearer = cause.scheme() == AuthenticationScheme.BEARER;
		String properties = bearer ? "property reach.api-key" : "properties reach.api-user and reach.api-key";
		String variables = bearer ? "variable " + PropertiesReachConnectionDetails.API_KEY_VARIABLE
				: "variables %s and %s".formatted(PropertiesReachConnectionDetails.API_USER_VARIABLE,
						PropertiesReachConnectionDetails.API_KEY_VARIABLE);
		return new FailureAnalysis(cause.getMessage() + ".", """
				Do one of the following:

				    - set the %s
				    - set the environment %s
				    - define a bean of type ReachConnectionDetails or ReachCredentialsProvider
				    - set reach.enabled=false, if this application does not use Reach
				""".formatted(properties, variables), cause);
	}

}
