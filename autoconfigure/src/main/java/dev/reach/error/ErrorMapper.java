package dev.reach.error;

/**
 * Turns a response that does not mean success into the exception the caller gets.
 *
 * @since 0.1.0
 * @see ReachApiException#of(ErrorResponse)
 */
@FunctionalInterface
public interface ErrorMapper {

	/**
	 * Map a response.
	 * @param response the response, its status is not 2xx
	 * @return the exception to raise
	 */
	RuntimeException map(ErrorResponse response);

}
