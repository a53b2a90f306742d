package dev.reach.resilience;

import java.time.Duration;

import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets as many attempts be under way as a bulkhead has places. The others wait in the
 * order of their arrival, without blocking. A response that is streamed keeps its place
 * until its body has ended or is cancelled.
 *
 * @since 0.1.0
 */
public final class ConcurrencyPermits implements Permits {

	/**
	 * Largest number of attempts that wait at a time.
	 */
	static final int MAX_WAITING = 10_000;

	private final Bulkhead bulkhead;

	private final Duration maxWait;

	private final WaitingLine line;

	/**
	 * Create new permits.
	 * @param bulkhead has the places. Its {@code maxWaitDuration} is the longest wait and
	 * is set to zero: the bulkhead itself would block the thread
	 */
	public ConcurrencyPermits(Bulkhead bulkhead) {
		BulkheadConfig config = bulkhead.getBulkheadConfig();
		this.maxWait = config.getMaxWaitDuration();
		this.bulkhead = bulkhead;
		this.line = new WaitingLine(bulkhead, MAX_WAITING);
		bulkhead.changeConfig(BulkheadConfig.from(config).maxWaitDuration(Duration.ZERO).build());
	}

	@Override
	public Mono<ReachHttpResponse> around(ReachHttpRequest request, Mono<ReachHttpResponse> attempt) {
		return Mono.defer(() -> {
			Place place = new Place(this.bulkhead);
			return take(place, request).then(attempt)
				.map((response) -> response.isComplete() ? response
						: response.mapBody((body) -> body.doOnTerminate(place::leave).doOnCancel(place::leave)))
				.doOnSuccess((response) -> leaveUnlessStreamed(place, response))
				.doOnError((ex) -> place.leave())
				.doOnCancel(() -> leave(place));
		});
	}

	private Mono<Void> take(Place place, ReachHttpRequest request) {
		if (this.maxWait.isZero()) {
			return tryTake(place, request);
		}
		if (!this.line.join(place)) {
			return Mono.error(() -> refused(request, "%d others wait already".formatted(MAX_WAITING)));
		}
		return place.taken().timeout(this.maxWait, Mono.defer(() -> {
			this.line.leave(place);
			return tryTake(place, request);
		}));
	}

	private Mono<Void> tryTake(Place place, ReachHttpRequest request) {
		return place.tryTake() ? Mono.empty() : Mono
			.error(() -> refused(request, "none of them ended within %d ms".formatted(this.maxWait.toMillis())));
	}

	private void leave(Place place) {
		this.line.leave(place);
		place.leave();
	}

	private static void leaveUnlessStreamed(Place place, @Nullable ReachHttpResponse response) {
		if (response == null || response.isComplete()) {
			place.leave();
		}
	}

	private ReachConcurrencyLimitedException refused(ReachHttpRequest request, String reason) {
		return new ReachConcurrencyLimitedException(
				"The concurrency limit '%s' of %d calls is reached, and %s; %s was not sent".formatted(
						this.bulkhead.getName(), this.bulkhead.getBulkheadConfig().getMaxConcurrentCalls(), reason,
						request),
				null);
	}

}
