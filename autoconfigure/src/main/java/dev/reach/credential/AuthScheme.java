package dev.reach.credential;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpHeaders;

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
	 * Return which headers the credentials travel in. The gateway keeps those that a
	 * caller sends from the target, and those of the target's response from the caller.
	 * @return the names, by default {@code Authorization} and the two of
	 * {@link #headers()}
	 */
	default Set<String> headerNames() {
		return Set.of(HttpHeaders.AUTHORIZATION, API_USER, API_KEY);
	}

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
		return new HeaderAuthScheme(userHeader, keyHeader);
	}

	/**
	 * Return Basic authentication: API user and API key are user name and password. See
	 * RFC 7617; the character encoding is UTF-8. An API user with a colon is refused when
	 * a request is made, before anything is sent.
	 * @return the scheme
	 */
	static AuthScheme basic() {
		return (credentials, request) -> {
			String apiUser = credentials.requiredApiUser();
			if (apiUser.contains(":")) {
				throw new ReachConfigurationException(
						"An API user with a colon cannot be sent by Basic authentication; nothing was sent");
			}
			return withAuthorization(request,
					"Basic " + HttpHeaders.encodeBasicAuth(apiUser, credentials.apiKey(), StandardCharsets.UTF_8));
		};
	}

	/**
	 * Return Bearer authentication: the API key is the token, the API user is not sent.
	 * See RFC 6750, section 2.1.
	 * @return the scheme
	 */
	static AuthScheme bearer() {
		return (credentials, request) -> withAuthorization(request, "Bearer " + credentials.apiKey());
	}

	private static ReachHttpRequest withAuthorization(ReachHttpRequest request, String value) {
		return request.mutate().header(HttpHeaders.AUTHORIZATION, value).build();
	}

}
