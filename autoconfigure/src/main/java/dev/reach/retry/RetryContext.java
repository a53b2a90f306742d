package dev.reach.retry;

import java.time.Duration;

import dev.reach.http.ReachHttpRequest;

/**
 * What is known when an attempt has failed.
 *
 * @param request the request of the call
 * @param attempt the attempt that has just ended
 * @param retries how often the call has waited and begun again so far; moving on to
 * another host at once does not count
 * @param otherHost whether there is a host that the call has not asked since it last
 * waited
 * @param timeLeft what is left of the time of the call
 * @since 0.1.0
 */
public record RetryContext(ReachHttpRequest request, Attempt attempt, int retries, boolean otherHost,
		Duration timeLeft) {

}
