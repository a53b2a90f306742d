package dev.reach.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A time in which Redis does not answer. It is asked once per second then, and logged
 * when the time begins and when it ends.
 */
final class RedisOutage {

	private static final Log logger = LogFactory.getLog(RedisRateLimit.class);

	private static final long PAUSE = RedisRateLimitSettings.ANSWER_TIMEOUT.toNanos();

	private final RedisRateLimitSettings settings;

	private final LongSupplier nanoTime;

	private final AtomicBoolean present = new AtomicBoolean();

	private final AtomicLong asked = new AtomicLong();

	RedisOutage(RedisRateLimitSettings settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.nanoTime = nanoTime;
	}

	boolean mayAsk() {
		if (!this.present.get()) {
			return true;
		}
		long before = this.asked.get();
		long now = this.nanoTime.getAsLong();
		return now - before >= PAUSE && this.asked.compareAndSet(before, now);
	}

	void begin(Throwable cause) {
		this.asked.set(this.nanoTime.getAsLong());
		if (this.present.compareAndSet(false, true)) {
			logger.warn("Redis does not answer for the rate limit '%s' (%s); calls are %s until it does"
				.formatted(this.settings.key(), cause, this.settings.allowOnFailure() ? "not limited" : "refused"));
		}
	}

	void end() {
		if (this.present.compareAndSet(true, false)) {
			logger.info("Redis answers again for the rate limit '%s'".formatted(this.settings.key()));
		}
	}

}
