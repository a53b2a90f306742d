package dev.reach.http;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;

/**
 * Goes on from what came of a {@link Mono}, as {@code CompletableFuture.handle} does: be
 * it a value, an error, or nothing. Operators for each of these would cost each exchange
 * one step more per operator.
 *
 * @param <T> the type of the value
 * @param <R> the type of the result
 * @since 0.1.0
 */
public final class OutcomeMono<T, R> extends MonoOperator<T, R> {

	private final BiFunction<@Nullable T, @Nullable Throwable, ? extends @Nullable R> handler;

	private final Consumer<Subscription> canceller;

	private OutcomeMono(Mono<T> source, BiFunction<@Nullable T, @Nullable Throwable, ? extends @Nullable R> handler,
			Consumer<Subscription> canceller) {
		super(source);
		this.handler = handler;
		this.canceller = canceller;
	}

	/**
	 * Handle what comes of an exchange.
	 * @param <T> the type of the value
	 * @param <R> the type of the result
	 * @param source the exchange
	 * @param handler given the value or the error, or neither if there is none; returns
	 * the result, or {@code null} for none; what it throws is the error
	 * @return the result
	 */
	public static <T, R> Mono<R> handle(Mono<T> source,
			BiFunction<@Nullable T, @Nullable Throwable, ? extends @Nullable R> handler) {
		return handle(source, handler, Subscription::cancel);
	}

	/**
	 * Handle what comes of an exchange, and decide how it is cancelled.
	 * @param <T> the type of the value
	 * @param <R> the type of the result
	 * @param source the exchange
	 * @param handler given the value or the error, or neither if there is none; returns
	 * the result, or {@code null} for none; what it throws is the error
	 * @param canceller given the exchange when the subscriber cancels, be it before or
	 * after the result; cancels it, now or later
	 * @return the result
	 */
	public static <T, R> Mono<R> handle(Mono<T> source,
			BiFunction<@Nullable T, @Nullable Throwable, ? extends @Nullable R> handler,
			Consumer<Subscription> canceller) {
		return new OutcomeMono<>(source, handler, canceller);
	}

	@Override
	public void subscribe(CoreSubscriber<? super R> actual) {
		this.source.subscribe(new Handling(actual));
	}

	/**
	 * Handles what comes for one subscriber.
	 */
	private final class Handling extends ResultSubscriber<T, R> {

		private boolean ended;

		Handling(CoreSubscriber<? super R> actual) {
			super(actual);
		}

		@Override
		public void onNext(T value) {
			if (this.ended) {
				Operators.onNextDropped(value, currentContext());
				return;
			}
			end(value, null);
		}

		@Override
		public void onError(Throwable ex) {
			if (this.ended) {
				Operators.onErrorDropped(ex, currentContext());
				return;
			}
			end(null, ex);
		}

		@Override
		public void onComplete() {
			if (!this.ended) {
				end(null, null);
			}
		}

		@Override
		void cancel(Subscription source) {
			OutcomeMono.this.canceller.accept(source);
		}

		private void end(@Nullable T value, @Nullable Throwable error) {
			this.ended = true;
			R result;
			try {
				result = OutcomeMono.this.handler.apply(value, error);
			}
			catch (Throwable ex) {
				this.actual.onError(Operators.onOperatorError(null, ex, value, currentContext()));
				return;
			}
			if (result != null) {
				complete(result);
			}
			else {
				this.actual.onComplete();
			}
		}

	}

}
