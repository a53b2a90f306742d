package dev.reach.netty;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;

/**
 * Goes on when its subscriber has left, and drops what comes. Reactor Netty takes a
 * subscriber that leaves for the end of a WebSocket, and closes it before anyone could
 * say why.
 *
 * @param <T> the type of the elements
 */
final class UncancelledFlux<T> extends FluxOperator<T, T> {

	UncancelledFlux(Flux<? extends T> source) {
		super(source);
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Remaining<>(actual));
	}

	private static final class Remaining<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private volatile Subscription source = Operators.emptySubscription();

		private volatile boolean left;

		Remaining(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public void onSubscribe(Subscription source) {
			this.source = source;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(T element) {
			if (!this.left) {
				this.actual.onNext(element);
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (!this.left) {
				this.actual.onError(ex);
			}
		}

		@Override
		public void onComplete() {
			if (!this.left) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			this.source.request(count);
		}

		@Override
		public void cancel() {
			this.left = true;
			this.source.request(Long.MAX_VALUE);
		}

	}

}
