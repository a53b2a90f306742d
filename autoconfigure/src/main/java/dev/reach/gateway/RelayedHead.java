package dev.reach.gateway;

import dev.reach.http.HeaderFields;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A response whose head came from the target. Its cookies are among the headers.
 */
abstract class RelayedHead implements ServerResponse {

	private final HttpStatusCode status;

	private final HttpHeaders headers;

	RelayedHead(HttpStatusCode status, HttpHeaders headers) {
		this.status = status;
		this.headers = HeaderFields.readOnly(headers);
	}

	@Override
	public HttpStatusCode statusCode() {
		return this.status;
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

	@Override
	public MultiValueMap<String, ResponseCookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

}
