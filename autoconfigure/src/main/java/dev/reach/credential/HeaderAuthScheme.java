package dev.reach.credential;

import java.util.Set;

import dev.reach.http.ReachHttpRequest;

/**
 * Sends credentials in two headers of their own.
 *
 * @param userHeader the header that names the applet
 * @param keyHeader the header that holds the secret
 */
record HeaderAuthScheme(String userHeader, String keyHeader) implements AuthScheme {

	HeaderAuthScheme {
		HeaderNames.requireDistinct("The API user and the API key", userHeader, keyHeader);
	}

	@Override
	public ReachHttpRequest apply(ReachCredentials credentials, ReachHttpRequest request) {
		return request.mutate()
			.header(this.userHeader, credentials.requiredApiUser())
			.header(this.keyHeader, credentials.apiKey())
			.build();
	}

	@Override
	public Set<String> headerNames() {
		return Set.of(this.userHeader, this.keyHeader);
	}

}
