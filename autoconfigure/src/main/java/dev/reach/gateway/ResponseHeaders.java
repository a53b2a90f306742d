package dev.reach.gateway;

import java.util.Set;

import dev.reach.http.HeaderFields;
import dev.reach.http.ReachHttpResponse;

import org.springframework.http.HttpHeaders;

/**
 * Makes the headers for the caller from those of the target.
 *
 * @param withheld the names of headers that stay here
 * @param locations says where callers find what the target refers to
 */
record ResponseHeaders(Set<String> withheld, TargetLocations locations) {

	private static final String VERSION = "1.1";

	HttpHeaders of(ReachHttpResponse response, String contextPath) {
		HttpHeaders headers = HeaderFields.newHeaders();
		HopByHop.copyOthers(response.headers(), headers);
		if (response.headers().containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			headers.remove(HttpHeaders.CONTENT_LENGTH);
		}
		this.withheld.forEach(headers::remove);
		this.locations.applyTo(headers, contextPath);
		Via.addTo(headers, VERSION);
		return headers;
	}

}
