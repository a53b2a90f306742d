package dev.reach;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTransportException;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/**
 * Says what became of the request when a blocking call cannot wait for the answer. On
 * threads that must not block it is refused: Reactor does that too, but only after it has
 * subscribed, so the request would be sent and its caller told that it failed.
 */
final class BlockingCalls {

	private BlockingCalls() {
	}

	static void requireAllowed() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new ReachConfigurationException(("A blocking client was called on the thread '%s', which must not "
					+ "block; nothing was sent. Use ReactiveReachClient there, or move the call to a thread that may "
					+ "block with subscribeOn(Schedulers.boundedElastic())")
				.formatted(Thread.currentThread().getName()));
		}
	}

	static RuntimeException translate(RuntimeException ex) {
		if (Exceptions.unwrap(ex) instanceof InterruptedException interrupted) {
			return new ReachTransportException(
					"The calling thread was interrupted while it waited for the answer; the request was given up "
							+ "and may have been carried out",
					interrupted, Delivery.UNKNOWN);
		}
		return ex;
	}

}
