package dev.reach;

import dev.reach.error.ReachConfigurationException;
import reactor.core.scheduler.Schedulers;

/**
 * Refuses blocking calls on threads that must not block. Reactor refuses them too, but
 * only after it has subscribed: the request would be sent and its caller told that it
 * failed.
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

}
