package dev.reach.host;

import dev.reach.http.BaseUrl;
import dev.reach.http.ReachHttpClient;

/**
 * A host that serves the API, and the transport that leads there.
 *
 * @param baseUrl where it is
 * @param transport the transport
 * @since 0.1.0
 */
public record Host(BaseUrl baseUrl, ReachHttpClient transport) {

	@Override
	public String toString() {
		return this.baseUrl + ", " + this.transport;
	}

}
