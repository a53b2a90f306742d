package dev.reach.resilience;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpRequest;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.publisher.Mono;

/**
 * A limit that is kept in Redis, for all who use its key. Each call reserves its part of
 * the limit when it arrives; one that is cancelled does not give it back. While Redis
 * does not answer, calls go on or are refused at once.
 *
 * @since 0.1.0
 */
public final class RedisRateLimit implements RateLimit {

	private final RedisRateLimitSettings settings;

	private final Mono<AsyncBucketProxy> bucket;

	private final ScheduledExecutorService timer;

	private final RedisOutage outage;

	/**
	 * Create a new limit.
	 * @param settings what the limit is
	 * @param bucket gives the bucket, connected to Redis; asked again after it has failed
	 * @param timer wakes the calls that wait
	 */
	public RedisRateLimit(RedisRateLimitSettings settings, Mono<AsyncBucketProxy> bucket,
			ScheduledExecutorService timer) {
		this(settings, bucket, timer, new RedisOutage(settings, System::nanoTime));
	}

	RedisRateLimit(RedisRateLimitSettings settings, Mono<AsyncBucketProxy> bucket, ScheduledExecutorService timer,
			RedisOutage outage) {
		this.settings = settings;
		this.bucket = bucket;
		this.timer = timer;
		this.outage = outage;
	}

	@Override
	public Mono<Void> acquire(ReachHttpRequest request, int cost) {
		return Mono.defer(() -> this.outage.mayAsk() ? reserve(cost).flatMap((permitted) -> {
			this.outage.end();
			return permitted ? Mono.<Void>empty() : Mono
				.error(refused(request, "has no room within %d ms".formatted(this.settings.timeout().toMillis())));
		}).onErrorResume((ex) -> !(ex instanceof ReachRateLimitedException), (ex) -> {
			this.outage.begin(ex);
			return withoutRedis(request);
		}) : withoutRedis(request));
	}

	// The bucket limits the time of each answer of Redis, not the wait that follows it.
	private Mono<Boolean> reserve(int cost) {
		return this.bucket.timeout(RedisRateLimitSettings.ANSWER_TIMEOUT)
			.flatMap((connected) -> Mono
				.fromFuture(() -> connected.asScheduler().tryConsume(cost, reservable(), this.timer)));
	}

	private Duration reservable() {
		return this.settings.timeout().isZero() ? Duration.ofNanos(1) : this.settings.timeout();
	}

	private Mono<Void> withoutRedis(ReachHttpRequest request) {
		return this.settings.allowOnFailure() ? Mono.empty()
				: Mono.error(() -> refused(request, "cannot be asked as Redis does not answer"));
	}

	private ReachRateLimitedException refused(ReachHttpRequest request, String reason) {
		return new ReachRateLimitedException(
				"The rate limit '%s' of %d per %d ms %s for %s; it was not sent".formatted(this.settings.key(),
						this.settings.limit(), this.settings.period().toMillis(), reason, request),
				null, this.settings.period());
	}

}
