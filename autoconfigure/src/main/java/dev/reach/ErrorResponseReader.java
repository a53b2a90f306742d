package dev.reach;

import java.util.Objects;

import dev.reach.error.ErrorResponse;
import dev.reach.error.ResponseValidator;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Reads what there is to know of a failure, for those who make exceptions of it.
 *
 * @param bodies reads the failure body
 */
record ErrorResponseReader(ErrorBodyReader bodies) {

	/**
	 * Pass a response on unless it is a failure.
	 * @param response the response
	 * @param judge returns the exception to raise, or {@code null} for none
	 * @return the response; or the exception, with the failures of earlier attempts
	 */
	Mono<ReachHttpResponse> judge(ReachHttpResponse response, ResponseValidator judge) {
		return response.text().flatMap((text) -> {
			RuntimeException failure = judge.validate(errorResponse(response, text));
			if (failure == null) {
				return Mono.just(response);
			}
			response.earlierFailures().forEach(failure::addSuppressed);
			return Mono.error(failure);
		});
	}

	private ErrorResponse errorResponse(ReachHttpResponse response, String text) {
		return new ErrorResponse(Objects.requireNonNull(response.method()), Objects.requireNonNull(response.uri()),
				response.status(), response.headers(), text, this.bodies.read(text));
	}

}
