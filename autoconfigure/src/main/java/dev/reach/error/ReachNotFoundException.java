package dev.reach.error;

/**
 * There is no such record (404), or for a code check no authentication that awaits one.
 *
 * @since 0.1.0
 */
public class ReachNotFoundException extends ReachApiException {

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachNotFoundException(ErrorResponse response) {
		super(response);
	}

}
