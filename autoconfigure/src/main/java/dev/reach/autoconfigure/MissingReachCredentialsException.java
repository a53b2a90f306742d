package dev.reach.autoconfigure;

import dev.reach.autoconfigure.ReachProperties.AuthenticationScheme;

/**
 * The application has no credentials for the Reach API.
 */
final class MissingReachCredentialsException extends RuntimeException {

	private final AuthenticationScheme scheme;

	MissingReachCredentialsException(AuthenticationScheme scheme, boolean apiUserMissing, boolean apiKeyMissing) {
		super("The Reach client has no " + what(scheme, apiUserMissing, apiKeyMissing));
		this.scheme = scheme;
	}

	AuthenticationScheme scheme() {
		return this.scheme;
	}

	private static String what(AuthenticationScheme scheme, boolean apiUserMissing, boolean apiKeyMissing) {
		if (scheme == AuthenticationScheme.BEARER) {
			return "API key, which is the Bearer token";
		}
		if (apiUserMissing && apiKeyMissing) {
			return "API user and no API key";
		}
		return apiUserMissing ? "API user, only an API key" : "API key, only an API user";
	}

}
