package dev.reach.http;

import java.net.URI;

/**
 * Makes the transport for one host. Called once per host; the client keeps what it gets
 * and closes it at its end.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReachHttpClientFactory {

	/**
	 * Create a transport.
	 * @param host the base URL of the host
	 * @return a transport
	 */
	ReachHttpClient create(URI host);

}
