package dev.reach.resilience;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Lets attempts wait for a {@link RateLimit}. An attempt costs 1 unless its operation has
 * another cost.
 *
 * @since 0.1.0
 */
public final class RateLimitPermits implements Permits {

	private final RateLimit limit;

	private final Map<String, Integer> costs;

	/**
	 * Create new permits.
	 * @param limit the limit
	 * @param costs the costs by name of the operation, which is compared without regard
	 * to case and dashes; 0 for an operation that is not limited
	 */
	public RateLimitPermits(RateLimit limit, Map<String, Integer> costs) {
		this.limit = limit;
		this.costs = costs.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap((cost) -> uniform(cost.getKey()), Map.Entry::getValue, Math::max));
	}

	@Override
	public Mono<ReachHttpResponse> around(ReachHttpRequest request, Mono<ReachHttpResponse> attempt) {
		int cost = cost(request);
		return (cost == 0) ? attempt : this.limit.acquire(request, cost).then(attempt);
	}

	private int cost(ReachHttpRequest request) {
		return (!this.costs.isEmpty()
				&& request.attributes().get(ReachHttpRequest.OPERATION) instanceof String operation)
						? this.costs.getOrDefault(uniform(operation), 1) : 1;
	}

	private static String uniform(String operation) {
		return operation.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}
