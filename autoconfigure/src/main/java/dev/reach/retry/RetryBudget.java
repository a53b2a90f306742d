package dev.reach.retry;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.util.Assert;

/**
 * What the retries of a client may cost, so that an outage of the service does not
 * multiply the traffic. A retry takes tokens, a success gives some back; without tokens
 * there are no retries. First attempts are free. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class RetryBudget {

	private final int capacity;

	private final int costPerRetry;

	private final int refundPerSuccess;

	private final AtomicInteger available;

	/**
	 * Create a full budget.
	 * @param capacity the largest number of tokens
	 * @param costPerRetry the tokens a retry takes
	 * @param refundPerSuccess the tokens a call that succeeds gives back
	 */
	public RetryBudget(int capacity, int costPerRetry, int refundPerSuccess) {
		Assert.isTrue(capacity >= 0 && costPerRetry >= 0 && refundPerSuccess >= 0, "No value may be negative");
		this.capacity = capacity;
		this.costPerRetry = costPerRetry;
		this.refundPerSuccess = refundPerSuccess;
		this.available = new AtomicInteger(capacity);
	}

	/**
	 * Return a full budget of 500 tokens, of which a retry takes 5 and a success gives 1
	 * back.
	 * @return the default
	 */
	public static RetryBudget standard() {
		return new RetryBudget(500, 5, 1);
	}

	/**
	 * Return the tokens there are.
	 * @return the number
	 */
	public int available() {
		return this.available.get();
	}

	/**
	 * Return the largest number of tokens.
	 * @return the number
	 */
	public int capacity() {
		return this.capacity;
	}

	/**
	 * Take what a retry costs.
	 * @return {@code false} if there are not enough tokens
	 */
	boolean tryTake() {
		int before = this.available
			.getAndUpdate((tokens) -> (tokens >= this.costPerRetry) ? tokens - this.costPerRetry : tokens);
		return before >= this.costPerRetry;
	}

	void refund() {
		if (this.available.get() < this.capacity) {
			this.available.updateAndGet((tokens) -> Math.min(tokens + this.refundPerSuccess, this.capacity));
		}
	}

	@Override
	public String toString() {
		return "%d of %d retry tokens".formatted(available(), this.capacity);
	}

}
