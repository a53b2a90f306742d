package dev.reach.error;

/**
 * The service failed (5xx). Whether it had carried out the request is unknown, except
 * that a 503 with {@code Retry-After} says that it had not.
 *
 * @since 0.1.0
 */
public class ReachServerException extends ReachApiException {

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachServerException(ErrorResponse response) {
		super(response);
	}

}
