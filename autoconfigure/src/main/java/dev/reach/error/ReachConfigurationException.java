package dev.reach.error;

/**
 * The client was put together in a way that cannot work or would be unsafe, for example
 * with a base URL that would send the credentials in clear.
 *
 * @since 0.1.0
 */
public class ReachConfigurationException extends ReachException {

	/**
	 * Create a new exception.
	 * @param message what is wrong and what to do, without any secret
	 */
	public ReachConfigurationException(String message) {
		super(message, null, Delivery.NOT_SENT);
	}

}
