package dev.reach.retry;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * Settings of the default {@link RetryPolicy}.
 *
 * @param maxRetries how often a call waits and begins again, 0 for never
 * @param maxTries the largest number of requests of one call over all hosts, or
 * {@code null} for no limit but that of the retries
 * @param statuses the statuses that may pass
 * @param methods the methods that are idempotent
 * @param retryNonIdempotent whether requests that are not idempotent are repeated even
 * though they may have been carried out
 * @param backoff how long to wait
 * @param respectRetryAfter whether to wait at least as long as the service asks
 * @param maxRetryAfter the longest time the service may ask for; if it asks for more, the
 * call fails at once
 * @since 0.1.0
 */
public record RetrySettings(int maxRetries, @Nullable Integer maxTries, Set<Integer> statuses, Set<HttpMethod> methods,
		boolean retryNonIdempotent, Backoff backoff, boolean respectRetryAfter, Duration maxRetryAfter) {

	/**
	 * Check the values.
	 */
	public RetrySettings {
		Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
		Assert.isTrue(maxTries == null || maxTries > 0, "'maxTries' must be more than zero");
		Assert.isTrue(maxRetryAfter.compareTo(Duration.ZERO) > 0, "'maxRetryAfter' must be more than zero");
		statuses = Set.copyOf(statuses);
		methods = Set.copyOf(methods);
	}

	/**
	 * Return the defaults: 2 retries of 429, 500, 502, 503 and 504 and of the idempotent
	 * methods, and 30 seconds at most if the service asks to wait.
	 * @return the defaults
	 */
	public static RetrySettings standard() {
		return new RetrySettings(2, null, Set.of(429, 500, 502, 503, 504),
				Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE), false,
				Backoff.standard(), true, Duration.ofSeconds(30));
	}

}
