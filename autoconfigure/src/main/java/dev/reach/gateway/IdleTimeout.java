package dev.reach.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.reach.middleware.BodyTimeLimit;
import dev.reach.middleware.TimeoutScheduler;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Ends a body that stands still: nothing comes and nothing is asked for. Of whom one
 * waits then follows from whether anything was asked for.
 */
final class IdleTimeout extends BodyTimeLimit {

	private final long nanos;

	private final Function<Boolean, Throwable> failure;

	private final Scheduler scheduler;

	private final AtomicLong demanded = new AtomicLong();

	private volatile long lastMove;

	private IdleTimeout(CoreSubscriber<? super DataBuffer> actual, Duration timeout,
			Function<Boolean, Throwable> failure, Scheduler scheduler) {
		super(actual, scheduler);
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
		return BodyTimeLimit.limit(body, (subscriber) -> new IdleTimeout(subscriber, timeout, failure, scheduler));
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		moved();
		super.onSubscribe(subscription);
	}

	@Override
	public void request(long count) {
		moved();
		this.demanded.accumulateAndGet(count, Operators::addCap);
		super.request(count);
	}

	@Override
	public void onNext(DataBuffer buffer) {
		moved();
		this.demanded.updateAndGet((count) -> (count == Long.MAX_VALUE) ? count : count - 1);
		super.onNext(buffer);
	}

	private void moved() {
		this.lastMove = this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	@Override
	protected long remainingNanos() {
		return this.nanos - (this.scheduler.now(TimeUnit.NANOSECONDS) - this.lastMove);
	}

	@Override
	protected Throwable failure() {
		return this.failure.apply(this.demanded.get() > 0);
	}

}
