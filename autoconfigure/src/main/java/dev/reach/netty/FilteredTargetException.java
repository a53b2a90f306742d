package dev.reach.netty;

/**
 * The filter of the application does not let a target be reached, through a proxy either.
 */
final class FilteredTargetException extends RuntimeException {

	static final String NOT_ALLOWED = "The InetAddressFilter of the application does not allow the address";

	static final String NOT_KNOWN = "The InetAddressFilter of the application cannot be asked: the host is known to "
			+ "the proxy only";

	FilteredTargetException(String message) {
		super(message);
	}

}
