package dev.reach.netty;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;

/**
 * The body of the request could not be had, which tells nothing about the service.
 */
final class RequestBodyException extends ReachTransportException {

	private static final long serialVersionUID = 1L;

	RequestBodyException(String message, Throwable cause, Delivery delivery) {
		super(message, cause, delivery);
	}

	@Override
	public boolean isServiceAtFault() {
		return false;
	}

}
