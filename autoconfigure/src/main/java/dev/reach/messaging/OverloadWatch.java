package dev.reach.messaging;

import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.retry.Attempt;
import dev.reach.retry.AttemptListener;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Tells the limit what one send learns about the load, of each of its attempts: a refusal
 * counts although the client then repeats the request.
 */
final class OverloadWatch implements AttemptListener {

	private static final int TOO_MANY_REQUESTS = 429;

	private final AdaptiveLimit limit;

	private final @Nullable AttemptListener next;

	private volatile long shrinksBefore;

	private volatile boolean overloaded;

	private OverloadWatch(AdaptiveLimit limit, @Nullable AttemptListener next) {
		this.limit = limit;
		this.next = next;
		this.shrinksBefore = limit.shrinks();
	}

	static OverloadWatch begin(AdaptiveLimit limit, ContextView context) {
		return new OverloadWatch(limit, context.getOrDefault(AttemptListener.class, null));
	}

	Context addTo(Context context) {
		return context.put(AttemptListener.class, this);
	}

	@Override
	public void attempted(Attempt attempt, ContextView context) {
		this.overloaded = attempt.status() == TOO_MANY_REQUESTS || isOverload(attempt.error());
		if (this.overloaded) {
			this.limit.overloaded(this.shrinksBefore);
		}
		this.shrinksBefore = this.limit.shrinks();
		if (this.next != null) {
			this.next.attempted(attempt, context);
		}
	}

	void succeeded() {
		this.limit.succeeded(this.shrinksBefore);
	}

	void failed(Throwable error) {
		if (!this.overloaded && isOverload(error)) {
			this.limit.overloaded(this.shrinksBefore);
		}
	}

	private static boolean isOverload(@Nullable Throwable error) {
		return error instanceof ReachTooManyRequestsException || isOfClient(error);
	}

	static boolean isOfClient(@Nullable Throwable error) {
		return error instanceof ReachRateLimitedException || error instanceof ReachConcurrencyLimitedException
				|| error instanceof ReachPoolException;
	}

}
