package dev.reach.resilience;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.error.ErrorResponse;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that a circuit breaker has permitted. The first end it comes to is the one
 * that the circuit breaker is told.
 */
final class PermittedCall {

	private final CircuitBreaker circuitBreaker;

	private final ReachHttpRequest request;

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile long start;

	PermittedCall(CircuitBreaker circuitBreaker, ReachHttpRequest request) {
		this.circuitBreaker = circuitBreaker;
		this.request = request;
		begin();
	}

	void begin() {
		this.start = this.circuitBreaker.getCurrentTimestamp();
	}

	void end(@Nullable ReachHttpResponse response) {
		if (response == null) {
			release();
		}
		else if (response.isServiceAtFault()) {
			count(ReachApiException.of(ErrorResponse.withoutBody(this.request.method(), this.request.uri(),
					response.status(), response.headers())));
		}
		else if (this.over.compareAndSet(false, true)) {
			this.circuitBreaker.onSuccess(duration(), this.circuitBreaker.getTimestampUnit());
		}
	}

	void fail(Throwable ex) {
		if (ex instanceof ReachTransportException failure && failure.isServiceAtFault()) {
			count(ex);
		}
		else {
			release();
		}
	}

	void release() {
		if (this.over.compareAndSet(false, true)) {
			this.circuitBreaker.releasePermission();
		}
	}

	private void count(Throwable failure) {
		if (this.over.compareAndSet(false, true)) {
			this.circuitBreaker.onError(duration(), this.circuitBreaker.getTimestampUnit(), failure);
		}
	}

	private long duration() {
		return this.circuitBreaker.getCurrentTimestamp() - this.start;
	}

}
