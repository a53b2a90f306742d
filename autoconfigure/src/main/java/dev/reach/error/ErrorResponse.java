package dev.reach.error;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A response that does not mean success, as an {@link ErrorMapper} sees it, or that may
 * not, as a {@link ResponseValidator} does.
 *
 * @param method the method of the request
 * @param uri the URI of the request
 * @param status the HTTP status code
 * @param headers the headers of the response
 * @param text the body as text, empty if there was none
 * @param body the failure body, {@link ErrorBody#EMPTY} if the text is not one
 * @since 0.1.0
 */
public record ErrorResponse(HttpMethod method, URI uri, int status, HttpHeaders headers, String text, ErrorBody body) {

	/**
	 * Return a response whose body is of no interest.
	 * @param method the method of the request
	 * @param uri the URI of the request
	 * @param status the HTTP status code
	 * @param headers the headers of the response
	 * @return the response with an empty body
	 */
	public static ErrorResponse withoutBody(HttpMethod method, URI uri, int status, HttpHeaders headers) {
		return new ErrorResponse(method, uri, status, headers, "", ErrorBody.EMPTY);
	}

	@Override
	public String toString() {
		return "%s answered %d".formatted(RequestLine.of(this.method, this.uri), this.status);
	}

}
