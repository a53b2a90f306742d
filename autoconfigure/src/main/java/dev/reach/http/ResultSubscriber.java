package dev.reach.http;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes one result of all that comes, which waits until it is asked for.
 *
 * @param <T> the type of what comes
 * @param <R> the type of the result
 */
abstract class ResultSubscriber<T, R> extends Operators.MonoSubscriber<T, R> {

	private final Context context;

	private Subscription upstream = Operators.emptySubscription();

	ResultSubscriber(CoreSubscriber<? super R> actual) {
		super(actual);
		this.context = actual.currentContext();
	}

	@Override
	public final Context currentContext() {
		return this.context;
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		this.actual.onSubscribe(this);
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public final void cancel() {
		super.cancel();
		cancel(this.upstream);
	}

	/**
	 * Cancel what the result is made of, as it is not wanted any more.
	 * @param source what to cancel
	 */
	void cancel(Subscription source) {
		source.cancel();
	}

	/**
	 * Give up what still comes, and fail.
	 * @param ex the error
	 */
	final void fail(Throwable ex) {
		this.actual.onError(Operators.onOperatorError(this.upstream, ex, this.context));
	}

}
