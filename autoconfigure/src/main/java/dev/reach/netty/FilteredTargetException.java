package dev.reach.netty;

/**
 * The filter of the application does not let a target be reached, through a proxy either.
 */
final class FilteredTargetException extends RuntimeException {

	FilteredTargetException(String message) {
		super(message);
	}

}
