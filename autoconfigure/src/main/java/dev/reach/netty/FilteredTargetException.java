package dev.reach.netty;

import java.io.IOException;

/**
 * The filter of the application does not let a target be reached, through a proxy either.
 */
final class FilteredTargetException extends IOException {

	FilteredTargetException(String message) {
		super(message);
	}

}
