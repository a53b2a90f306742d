package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * Looks for a failure in a response whose status says success, for services that report
 * errors in the body of a 200.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResponseValidator {

	/**
	 * Check a response.
	 * @param response the response, its status is 2xx
	 * @return the exception to raise, or {@code null} if the response is a success
	 */
	@Nullable RuntimeException validate(ErrorResponse response);

}
