package dev.reach.error;

/**
 * The service did not accept the credentials (401), or they do not allow the request
 * (403).
 *
 * @since 0.1.0
 */
public class ReachAuthenticationException extends ReachApiException {

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachAuthenticationException(ErrorResponse response) {
		super(response);
	}

}
