package dev.reach.middleware;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Passes a body on until its time is over. Then it is cancelled and fails, after the
 * buffer that is just being handed on; a buffer that comes later is released.
 *
 * @since 0.1.0
 */
public abstract class BodyTimeLimit implements CoreSubscriber<DataBuffer>, Subscription {

	private final CoreSubscriber<? super DataBuffer> actual;

	private final RenewableTimer timer;

	private final AtomicInteger signals = new AtomicInteger();

	private Subscription upstream = Operators.emptySubscription();

	/**
	 * Create a limit.
	 * @param actual gets the body
	 * @param scheduler tells when the time is over
	 */
	protected BodyTimeLimit(CoreSubscriber<? super DataBuffer> actual, Scheduler scheduler) {
		this.actual = actual;
		this.timer = new RenewableTimer(scheduler, this::remainingNanos, this::over);
	}

	/**
	 * Limit the time of a body.
	 * @param body the body
	 * @param limit given what gets the body, returns its limit
	 * @return the body
	 */
	public static Flux<DataBuffer> limit(Flux<DataBuffer> body,
			Function<CoreSubscriber<? super DataBuffer>, BodyTimeLimit> limit) {
		return new FluxOperator<>(body) {

			@Override
			public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
				this.source.subscribe(limit.apply(actual));
			}

		};
	}

	/**
	 * Return the time that is left.
	 * @return the time in nanoseconds, which may grow again
	 */
	protected abstract long remainingNanos();

	/**
	 * Return what the body fails with when its time is over.
	 * @return the failure
	 */
	protected abstract Throwable failure();

	@Override
	public final Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		this.actual.onSubscribe(this);
		this.timer.start();
	}

	@Override
	public void request(long count) {
		this.upstream.request(count);
	}

	@Override
	public void onNext(DataBuffer buffer) {
		if (this.signals.getAndIncrement() != 0) {
			DataBufferUtils.release(buffer);
			return;
		}
		this.actual.onNext(buffer);
		if (this.signals.decrementAndGet() != 0) {
			this.actual.onError(failure());
		}
	}

	@Override
	public final void onComplete() {
		this.timer.dispose();
		if (this.signals.getAndIncrement() == 0) {
			this.actual.onComplete();
		}
	}

	@Override
	public final void onError(Throwable ex) {
		this.timer.dispose();
		if (this.signals.getAndIncrement() == 0) {
			this.actual.onError(ex);
		}
	}

	@Override
	public final void cancel() {
		this.timer.dispose();
		this.upstream.cancel();
	}

	private void over() {
		this.upstream.cancel();
		if (this.signals.getAndIncrement() == 0) {
			this.actual.onError(failure());
		}
	}

}
