package dev.reach.error;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The concurrency or rate limit of the account is reached (429). The request was not
 * carried out.
 *
 * @since 0.1.0
 */
public class ReachTooManyRequestsException extends ReachApiException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachTooManyRequestsException(ErrorResponse response) {
		super(response);
		this.retryAfter = RetryAfter.of(response.headers(), Clock.systemUTC());
	}

	/**
	 * Return how long the service asks to wait.
	 * @return the time to wait, never negative, or {@code null} if the service did not
	 * say
	 * @see RetryAfter
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
