package dev.reach.netty;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The body of a response as the pipeline sees it: its failures are those of the pipeline,
 * and of a response that was given up there is none.
 */
final class ReceivedBody extends FluxOperator<DataBuffer, DataBuffer> {

	private final ResponseArrival arrival;

	private final TransportFailure failure;

	ReceivedBody(Flux<DataBuffer> received, ResponseArrival arrival, TransportFailure failure) {
		super(received);
		this.arrival = arrival;
		this.failure = failure;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (this.arrival.isCancelled()) {
			Operators.error(actual, this.failure.givenUp());
		}
		else {
			this.source.subscribe(new Receiver(actual, this.failure));
		}
	}

	/**
	 * Receives the body for one subscriber.
	 *
	 * @param actual the subscriber
	 * @param failure translates what goes wrong
	 */
	private record Receiver(CoreSubscriber<? super DataBuffer> actual,
			TransportFailure failure) implements CoreSubscriber<DataBuffer> {

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.actual.onSubscribe(subscription);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.actual.onNext(buffer);
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable ex) {
			this.actual.onError(this.failure.translate(ex));
		}

	}

}
