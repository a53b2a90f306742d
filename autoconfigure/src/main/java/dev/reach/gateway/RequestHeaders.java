package dev.reach.gateway;

import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Makes the headers for the target from those of the caller. What the caller may not
 * decide is taken away first, so that nothing it says removes what is added then.
 *
 * @param forwarded tells the target who calls
 * @param preserveHost whether the target gets the caller's {@code Host}
 * @param withheld the names of headers that stay here
 * @param changes what else is added and removed
 * @param maxSize the largest number of bytes of all names and values
 */
record RequestHeaders(ForwardedHeaders forwarded, boolean preserveHost, Set<String> withheld, HeaderChanges changes,
		long maxSize) {

	void addTo(HttpHeaders headers, ServerHttpRequest request, CallerUri uri) {
		requireSize(request.getHeaders());
		Caller caller = Caller.of(request);
		HopByHop.copyOthers(request.getHeaders(), headers);
		headers.remove(HttpHeaders.EXPECT);
		headers.remove(HttpHeaders.HOST);
		headers.remove(HttpHeaders.CONTENT_LENGTH);
		this.withheld.forEach(headers::remove);
		this.forwarded.applyTo(headers, caller, uri);
		Via.addTo(headers, caller.version());
		MaxForwards.count(request.getMethod(), headers);
		if (this.preserveHost && caller.authority() != null) {
			headers.set(HttpHeaders.HOST, caller.authority());
		}
		this.changes.applyTo(headers);
	}

	private void requireSize(HttpHeaders headers) {
		if (this.maxSize == Long.MAX_VALUE) {
			return;
		}
		long size = 0;
		for (String name : headers.headerNames()) {
			for (String value : headers.getOrEmpty(name)) {
				size += name.length() + value.length();
			}
		}
		if (size > this.maxSize) {
			throw new GatewayException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
					"The headers of the request are larger than the %d bytes allowed".formatted(this.maxSize));
		}
	}

}
