package dev.reach.resilience;

import dev.reach.error.ReachCircuitOpenException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import reactor.core.publisher.Mono;

/**
 * Refuses attempts while a circuit breaker is open, and tells it what became of those it
 * permits. Transport failures and the statuses 429 and 5xx are failures, other responses
 * are successes; what says nothing about the service is not counted. The duration of a
 * call is that of the attempt, without the wait for the permits within.
 *
 * @since 0.1.0
 */
public final class CircuitBreakerPermits implements Permits {

	private final CircuitBreaker circuitBreaker;

	private final OpenPeriod openPeriod;

	private final Permits within;

	/**
	 * Create new permits.
	 * @param circuitBreaker permits and counts the attempts
	 * @param within the permits to be taken after that of the circuit breaker
	 */
	public CircuitBreakerPermits(CircuitBreaker circuitBreaker, Permits within) {
		this.circuitBreaker = circuitBreaker;
		this.openPeriod = new OpenPeriod(circuitBreaker);
		this.within = within;
	}

	@Override
	public Mono<ReachHttpResponse> around(ReachHttpRequest request, Mono<ReachHttpResponse> attempt) {
		return Mono.defer(() -> this.circuitBreaker.tryAcquirePermission() ? counted(request, attempt)
				: Mono.error(() -> notPermitted(request)));
	}

	private Mono<ReachHttpResponse> counted(ReachHttpRequest request, Mono<ReachHttpResponse> attempt) {
		PermittedCall call = new PermittedCall(this.circuitBreaker, request);
		return this.within.around(request, attempt.doFirst(call::begin))
			.doOnSuccess(call::end)
			.doOnError(call::fail)
			.doOnCancel(call::release);
	}

	private ReachCircuitOpenException notPermitted(ReachHttpRequest request) {
		return new ReachCircuitOpenException(
				"The circuit breaker '%s' is %s; %s was not sent; %s".formatted(this.circuitBreaker.getName(),
						this.circuitBreaker.getState(), request, this.openPeriod.describeEnd()),
				null, this.openPeriod.remaining());
	}

}
