package dev.reach.netty;

import dev.reach.http.HeaderFields;

import org.springframework.http.HttpHeaders;

/**
 * Copies headers and trailers of Netty, which belong to a message, for those who outlive
 * it.
 */
final class FieldCopy {

	private FieldCopy() {
	}

	static HttpHeaders of(io.netty.handler.codec.http.HttpHeaders fields) {
		HttpHeaders headers = HeaderFields.newHeaders();
		fields.forEach((field) -> headers.add(field.getKey(), field.getValue()));
		return headers;
	}

}
