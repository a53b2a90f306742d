package dev.reach.resilience;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;

/**
 * What a {@link RedisRateLimit} is.
 *
 * @param key the name of the limit
 * @param limit the number of calls in a period
 * @param period the length of a period
 * @param timeout the time a call may wait for room
 * @param allowOnFailure whether calls go on while Redis does not answer
 * @since 0.1.0
 */
public record RedisRateLimitSettings(String key, int limit, Duration period, Duration timeout, boolean allowOnFailure) {

	/**
	 * The time Redis has for an answer.
	 */
	public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Return the name of the entry in Redis. It holds limit and period, as an entry keeps
	 * those it was made with.
	 * @return the key
	 */
	public byte[] entry() {
		return "%s:%d/%dms".formatted(this.key, this.limit, this.period.toMillis()).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the bucket: at the beginning of each period, all of it is free again.
	 * @return the configuration
	 */
	public BucketConfiguration bucket() {
		return BucketConfiguration.builder()
			.addLimit(Bandwidth.builder().capacity(this.limit).refillIntervally(this.limit, this.period).build())
			.build();
	}

}
