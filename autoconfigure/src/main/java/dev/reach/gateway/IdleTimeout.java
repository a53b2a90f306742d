package dev.reach.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.reach.middleware.TimeoutScheduler;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Ends a body that stands still: nothing comes and nothing is asked for. Of whom one
 * waits then follows from whether anything was asked for.
 */
final class IdleTimeout implements CoreSubscriber<DataBuffer>, Subscription {

	private final CoreSubscriber<? super DataBuffer> actual;

	private final long nanos;

	private final Function<Boolean, Throwable> failure;

	private final Scheduler scheduler;

	private final Disposable.Swap timer = Disposables.swap();

	private final AtomicLong demanded = new AtomicLong();

	private final AtomicInteger signals = new AtomicInteger();

	private volatile long lastMove;

	private Subscription upstream = Operators.emptySubscription();

	private IdleTimeout(CoreSubscriber<? super DataBuffer> actual, Duration timeout,
			Function<Boolean, Throwable> failure, Scheduler scheduler) {
		this.actual = actual;
		this.nanos = timeout.toNanos();
		this.failure = failure;
		this.scheduler = scheduler;
	}

	/**
	 * Limit how long a body may stand still.
	 * @param body the body
	 * @param timeout the time
	 * @param failure gives what the body fails with; told whether more was asked for, so
	 * that it is the sender who stands still and not the receiver
	 * @return the body
	 */
	static Flux<DataBuffer> limit(Flux<DataBuffer> body, Duration timeout, Function<Boolean, Throwable> failure) {
		return limit(body, timeout, failure, TimeoutScheduler.shared());
	}

	static Flux<DataBuffer> limit(Flux<DataBuffer> body, Duration timeout, Function<Boolean, Throwable> failure,
			Scheduler scheduler) {
		return new FluxOperator<>(body) {

			@Override
			public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
				this.source.subscribe(new IdleTimeout(actual, timeout, failure, scheduler));
			}

		};
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		moved();
		schedule(this.nanos);
		this.actual.onSubscribe(this);
	}

	@Override
	public void request(long count) {
		moved();
		this.demanded.accumulateAndGet(count, Operators::addCap);
		this.upstream.request(count);
	}

	@Override
	public void onNext(DataBuffer buffer) {
		moved();
		this.demanded.updateAndGet((count) -> (count == Long.MAX_VALUE) ? count : count - 1);
		if (this.signals.getAndIncrement() != 0) {
			DataBufferUtils.release(buffer);
			return;
		}
		this.actual.onNext(buffer);
		if (this.signals.decrementAndGet() != 0) {
			fail();
		}
	}

	@Override
	public void onComplete() {
		this.timer.dispose();
		if (this.signals.getAndIncrement() == 0) {
			this.actual.onComplete();
		}
	}

	@Override
	public void onError(Throwable ex) {
		this.timer.dispose();
		if (this.signals.getAndIncrement() == 0) {
			this.actual.onError(ex);
		}
	}

	@Override
	public void cancel() {
		this.timer.dispose();
		this.upstream.cancel();
	}

	private void moved() {
		this.lastMove = this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	private void schedule(long delay) {
		this.timer.update(this.scheduler.schedule(this::check, delay, TimeUnit.NANOSECONDS));
	}

	private void check() {
		long left = this.nanos - (this.scheduler.now(TimeUnit.NANOSECONDS) - this.lastMove);
		if (left > 0) {
			schedule(left);
			return;
		}
		this.upstream.cancel();
		// If a buffer is being handed on, the failure follows it.
		if (this.signals.getAndIncrement() == 0) {
			fail();
		}
	}

	private void fail() {
		this.actual.onError(this.failure.apply(this.demanded.get() > 0));
	}

}
