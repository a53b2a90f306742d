package dev.reach.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a circuit breaker that is open will be tried again.
 */
final class OpenPeriod {

	private final CircuitBreaker circuitBreaker;

	private int failedTrials;

	private volatile @Nullable Instant end;

	OpenPeriod(CircuitBreaker circuitBreaker) {
		this.circuitBreaker = circuitBreaker;
		circuitBreaker.getEventPublisher().onStateTransition(this::changed);
	}

	String describeEnd() {
		return switch (this.circuitBreaker.getState()) {
			case FORCED_OPEN -> "it stays open until the application closes it";
			case HALF_OPEN -> "the calls that try the service are under way";
			default -> "it may be tried again " + when();
		};
	}

	@Nullable Duration remaining() {
		Instant end = (this.circuitBreaker.getState() == State.OPEN) ? this.end : null;
		Duration remaining = (end != null) ? Duration.between(Instant.now(), end) : null;
		return (remaining != null && remaining.isNegative()) ? Duration.ZERO : remaining;
	}

	private String when() {
		Instant end = this.end;
		return (end != null) ? "at " + end.truncatedTo(ChronoUnit.MILLIS) : "within " + period(1);
	}

	private synchronized void changed(CircuitBreakerOnStateTransitionEvent event) {
		boolean again = event.getStateTransition().getFromState() == State.HALF_OPEN;
		if (event.getStateTransition().getToState() == State.OPEN) {
			this.failedTrials = again ? this.failedTrials + 1 : 1;
			this.end = event.getCreationTime().toInstant().plus(period(this.failedTrials));
		}
	}

	private Duration period(int failedTrials) {
		return Duration.ofMillis(
				this.circuitBreaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(failedTrials));
	}

}
