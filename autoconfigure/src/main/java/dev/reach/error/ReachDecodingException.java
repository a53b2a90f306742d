package dev.reach.error;

/**
 * The service answered with success, but the body cannot be read as what was expected.
 * The request was carried out or may have been.
 *
 * @since 0.1.0
 */
public class ReachDecodingException extends ReachException {

	private final int status;

	private final String text;

	/**
	 * Create a new exception.
	 * @param message what happened, without any text of the body
	 * @param status the HTTP status code
	 * @param text the body, empty if it could not be kept
	 */
	public ReachDecodingException(String message, int status, String text) {
		super(message, null, Delivery.UNKNOWN);
		this.status = status;
		this.text = text;
	}

	/**
	 * Return the HTTP status code.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the body as it came.
	 * @return the text, empty if it was too large to be kept
	 */
	public String text() {
		return this.text;
	}

}
