package dev.reach.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.http.ReachHttpResponse;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * A call while it is observed: stops its observation once, be it because it has ended,
 * was cancelled, or the body of its response was read.
 */
final class ObservedCall {

	private final ReachObservationContext observed;

	private final Observation observation;

	private final AtomicBoolean ended = new AtomicBoolean();

	ObservedCall(ReachObservationContext observed, Observation observation) {
		this.observed = observed;
		this.observation = observation;
	}

	@Nullable ReachHttpResponse ended(@Nullable ReachHttpResponse response, @Nullable Throwable ex) {
		boolean first = this.ended.compareAndSet(false, true);
		if (response != null) {
			this.observed.setResponse(response);
			if (first && !response.isComplete()) {
				return response.mapBody(this::untilEnd);
			}
		}
		if (ex != null) {
			this.observation.error(ex);
		}
		if (first) {
			this.observation.stop();
		}
		if (ex != null) {
			throw Exceptions.propagate(ex);
		}
		return response;
	}

	void left(SignalType signal) {
		if (signal == SignalType.CANCEL && this.ended.compareAndSet(false, true)) {
			this.observed.cancelled();
			this.observation.stop();
		}
	}

	private Flux<DataBuffer> untilEnd(Flux<DataBuffer> body) {
		return body.doOnError(this.observation::error)
			.doOnCancel(this.observed::cancelled)
			.doFinally((signal) -> this.observation.stop());
	}

}
