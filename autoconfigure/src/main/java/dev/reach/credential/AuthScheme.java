package dev.reach.credential;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.HeaderRules;
import dev.reach.http.ReachHttpRequest;

/**
 * How credentials travel.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AuthScheme {

	/**
	 * The header that names the applet.
	 */
	String API_USER = "ApiUser";

	/**
	 * The header that holds the secret.
	 */
	String API_KEY = "ApiKey";

	/**
	 * Put credentials on a request.
	 * @param credentials the credentials
	 * @param request the request
	 * @return the request with the credentials
	 */
	ReachHttpRequest apply(ReachCredentials credentials, ReachHttpRequest request);

	/**
	 * Return what the service expects: two headers of their own.
	 * @return the scheme
	 */
	static AuthScheme headers() {
		return headers(API_USER, API_KEY);
	}

	/**
	 * Return a scheme of two headers.
	 * @param userHeader the header that names the applet
	 * @param keyHeader the header that holds the secret
	 * @return the scheme
	 * @throws ReachConfigurationException if the two names cannot be used
	 */
	static AuthScheme headers(String userHeader, String keyHeader) {
		try {
			HeaderRules.requireName(userHeader);
			HeaderRules.requireName(keyHeader);
		}
		catch (IllegalArgumentException ex) {
			throw new ReachConfigurationException(String.valueOf(ex.getMessage()));
		}
		if (userHeader.equalsIgnoreCase(keyHeader)) {
			throw new ReachConfigurationException(
					"The API user and the API key cannot both be in the header '%s'".formatted(userHeader));
		}
		return (credentials, request) -> request.mutate()
			.header(userHeader, credentials.apiUser())
			.header(keyHeader, credentials.apiKey())
			.build();
	}

}
