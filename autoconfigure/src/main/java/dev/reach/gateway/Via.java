package dev.reach.gateway;

import org.springframework.http.HttpHeaders;

/**
 * Tells through whom a message came, see RFC 9110, section 7.6.3.
 */
final class Via {

	private static final String PSEUDONYM = "reach";

	private Via() {
	}

	static void addTo(HttpHeaders headers, String receivedVersion) {
		headers.add(HttpHeaders.VIA, receivedVersion + " " + PSEUDONYM);
	}

}
