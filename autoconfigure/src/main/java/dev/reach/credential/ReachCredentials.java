package dev.reach.credential;

import dev.reach.http.HeaderRules;

/**
 * What the service knows an application by. The string form shows neither part.
 *
 * @param apiUser identifies the applet
 * @param apiKey the secret; whether it is a test or a live key decides if messages are
 * really sent
 * @since 0.1.0
 */
public record ReachCredentials(String apiUser, String apiKey) {

	/**
	 * Check and keep credentials.
	 * @param apiUser identifies the applet, printable ASCII
	 * @param apiKey the secret, printable ASCII
	 */
	public ReachCredentials {
		HeaderRules.requireCredential("apiUser", apiUser);
		HeaderRules.requireCredential("apiKey", apiKey);
	}

	@Override
	public String toString() {
		return "ReachCredentials[apiUser=***, apiKey=***]";
	}

}
