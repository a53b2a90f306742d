package dev.reach.credential;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.HeaderRules;
import org.jspecify.annotations.Nullable;

/**
 * What the service knows an application by. The string form shows neither part.
 *
 * @param apiUser identifies the applet, or {@code null} if the secret does
 * @param apiKey the secret; whether it is a test or a live key decides if messages are
 * really sent
 * @since 0.1.0
 */
public record ReachCredentials(@Nullable String apiUser, String apiKey) {

	/**
	 * Check and keep credentials.
	 * @param apiUser identifies the applet, printable ASCII; {@code null} only for
	 * {@link AuthScheme#bearer()}
	 * @param apiKey the secret, printable ASCII
	 */
	public ReachCredentials {
		if (apiUser != null) {
			HeaderRules.requireCredential("apiUser", apiUser);
		}
		HeaderRules.requireCredential("apiKey", apiKey);
	}

	/**
	 * Return credentials of a token alone, for {@link AuthScheme#bearer()}.
	 * @param token the token, printable ASCII
	 * @return the credentials
	 */
	public static ReachCredentials bearer(String token) {
		return new ReachCredentials(null, token);
	}

	String requiredApiUser() {
		if (this.apiUser == null) {
			throw new ReachConfigurationException("The credentials have no API user, without which they can only be"
					+ " sent as a Bearer token; nothing was sent");
		}
		return this.apiUser;
	}

	@Override
	public String toString() {
		return "ReachCredentials[apiUser=***, apiKey=***]";
	}

}
