package dev.reach.middleware;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Cancels what has not ended in time. When the time is over is asked again then, as it
 * may have moved on.
 *
 * @param <T> the type of the value
 */
final class TimeLimit<T> extends MonoOperator<T, T> {

	private final LongSupplier remainingNanos;

	private final Scheduler scheduler;

	private final Supplier<? extends Throwable> failure;

	TimeLimit(Mono<T> source, LongSupplier remainingNanos, Scheduler scheduler, Supplier<? extends Throwable> failure) {
		super(source);
		this.remainingNanos = remainingNanos;
		this.scheduler = scheduler;
		this.failure = failure;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new Limited(actual));
	}

	/**
	 * Limits what comes for one subscriber.
	 */
	private final class Limited implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final Context context;

		private final AtomicBoolean ended = new AtomicBoolean();

		private final RenewableTimer timer;

		private Subscription upstream = Operators.emptySubscription();

		Limited(CoreSubscriber<? super T> actual) {
			this.actual = actual;
			this.context = actual.currentContext();
			this.timer = new RenewableTimer(TimeLimit.this.scheduler, TimeLimit.this.remainingNanos, this::over);
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.timer.start();
			this.actual.onSubscribe(this);
		}

		private void over() {
			if (end()) {
				this.upstream.cancel();
				this.actual.onError(TimeLimit.this.failure.get());
			}
		}

		private boolean end() {
			boolean first = this.ended.compareAndSet(false, true);
			if (first) {
				this.timer.dispose();
			}
			return first;
		}

		@Override
		public void onNext(T value) {
			if (end()) {
				this.actual.onNext(value);
				this.actual.onComplete();
			}
			else {
				Operators.onNextDropped(value, currentContext());
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (end()) {
				this.actual.onError(ex);
			}
			else {
				Operators.onErrorDropped(ex, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			this.upstream.request(count);
		}

		@Override
		public void cancel() {
			this.timer.dispose();
			this.upstream.cancel();
		}

	}

}
