package dev.reach.middleware;

import java.time.Duration;

import dev.reach.http.ReachHttpResponse;
import dev.reach.retry.Attempt;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Watches calls, for metrics and traces.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ExchangeObserver {

	/**
	 * Watches nothing.
	 */
	ExchangeObserver NONE = (clientName, exchange, call) -> call;

	/**
	 * Watch a call. The request of the exchange may be changed before the call begins,
	 * for example to carry the headers of a trace.
	 * @param clientName the name of the client
	 * @param exchange the call
	 * @param call performs it when subscribed to
	 * @return the call, watched
	 */
	Mono<ReachHttpResponse> observe(String clientName, Exchange exchange, Mono<ReachHttpResponse> call);

	/**
	 * An attempt of a watched call has ended.
	 * @param attempt the attempt
	 * @param context the context of the call
	 */
	default void attempted(Attempt attempt, ContextView context) {
	}

	/**
	 * The middlewares of a phase have done their part of a watched call.
	 * @param phase the phase
	 * @param wayBack whether it was the part after the response, and not before the
	 * request
	 * @param time how long it took
	 * @param context the context of the call
	 */
	default void phased(int phase, boolean wayBack, Duration time, ContextView context) {
	}

}
