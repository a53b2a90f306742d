package dev.reach.autoconfigure;

/**
 * The application has no credentials for the Reach API.
 */
final class MissingReachCredentialsException extends RuntimeException {

	MissingReachCredentialsException(boolean apiUserMissing, boolean apiKeyMissing) {
		super("The Reach client has no " + what(apiUserMissing, apiKeyMissing));
	}

	private static String what(boolean apiUserMissing, boolean apiKeyMissing) {
		if (apiUserMissing && apiKeyMissing) {
			return "API user and no API key";
		}
		return apiUserMissing ? "API user, only an API key" : "API key, only an API user";
	}

}
