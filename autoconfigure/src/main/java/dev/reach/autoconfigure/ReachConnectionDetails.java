package dev.reach.autoconfigure;

import java.net.URI;
import java.util.List;

import dev.reach.credential.ReachCredentials;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the Reach API is and what it knows the application by. A bean of this type
 * replaces what the properties say.
 *
 * @since 0.1.0
 */
public interface ReachConnectionDetails extends ConnectionDetails {

	/**
	 * Return the credentials. Asked for each attempt of a request, so others may be
	 * returned later; it must not block.
	 * @return the credentials
	 */
	ReachCredentials getCredentials();

	/**
	 * Return the base URL. Asked once.
	 * @return the URL, https unless its host is a loopback one
	 */
	default URI getBaseUrl() {
		return URI.create("https://api.reach.talkylabs.com");
	}

	/**
	 * Return the base URLs if more than one host serves the API. Asked once.
	 * @return the URLs, at least one, each as for {@link #getBaseUrl()}
	 */
	default List<URI> getBaseUrls() {
		return List.of(getBaseUrl());
	}

	/**
	 * Return connection details that stay as they are.
	 * @param baseUrl the base URL
	 * @param credentials the credentials
	 * @return connection details
	 */
	static ReachConnectionDetails of(URI baseUrl, ReachCredentials credentials) {
		return new ReachConnectionDetails() {

			@Override
			public ReachCredentials getCredentials() {
				return credentials;
			}

			@Override
			public URI getBaseUrl() {
				return baseUrl;
			}

		};
	}

}
