package dev.reach.retry;

import reactor.util.context.ContextView;

/**
 * Hears of each attempt of a call. One can be put into the context of a call under its
 * type, to hear of the attempts of that call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AttemptListener {

	/**
	 * An attempt has ended. Must not block, and must not read the body of a response.
	 * @param attempt the attempt
	 * @param context the context of the call
	 */
	void attempted(Attempt attempt, ContextView context);

}
