package dev.reach.retry;

import java.time.Duration;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * A call as the {@link RetryLoop} sees it.
 *
 * @since 0.1.0
 */
public interface RepeatableCall extends AttemptListener {

	/**
	 * Return the request that is repeated.
	 * @return the request
	 */
	ReachHttpRequest request();

	/**
	 * Prepare a further attempt, which is made when the result is subscribed to.
	 * @return the response, whatever its status, or an error
	 */
	Mono<ReachHttpResponse> attempt();

	/**
	 * Return whether the next attempt would go to a host that was not asked in this
	 * round.
	 * @return {@code false} if all hosts were asked
	 */
	boolean hasOtherHost();

	/**
	 * Begin another round of the hosts, after a wait.
	 */
	void beginRound();

	/**
	 * Return what is left of the time of the call.
	 * @return the time, never negative
	 */
	Duration timeLeft();

	/**
	 * Return whether attempts may run side by side: their responses are complete, so that
	 * one which is not needed leaves nothing open.
	 * @return whether a hedge is allowed
	 */
	boolean isHedgeable();

}
