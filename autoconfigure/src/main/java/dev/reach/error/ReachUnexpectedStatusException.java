package dev.reach.error;

/**
 * The service answered with a status that neither the contract of the operation nor the
 * caller knows. Status, headers and body are those of the response.
 *
 * @since 0.1.0
 */
public class ReachUnexpectedStatusException extends ReachApiException {

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachUnexpectedStatusException(ErrorResponse response) {
		super(response);
	}

}
