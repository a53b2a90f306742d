package dev.reach.middleware;

import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * A step that sees each call on its way out and back. Steps of one phase run at the same
 * time, phases run in ascending order on the way out and in descending order on the way
 * back.
 *
 * @since 0.1.0
 */
public interface Middleware {

	/**
	 * Return the phase this belongs to.
	 * @return a number from 0 to 1000
	 * @see Phase
	 */
	default int phase() {
		return Phase.PROXY;
	}

	/**
	 * Called before the request is sent. It may change the request, set a response and so
	 * end the call without a request, or fail, which ends the call too.
	 * @param exchange the exchange
	 * @return completes when the next phase may begin
	 */
	default Mono<Void> before(Exchange exchange) {
		return Mono.empty();
	}

	/**
	 * Called on the way back if {@link #before(Exchange)} was called, also when the call
	 * has failed or was cancelled. It may replace the response or the error.
	 * @param exchange the exchange, with a response or an error
	 * @return completes when the next phase may begin
	 */
	default Mono<Void> after(Exchange exchange) {
		return Mono.empty();
	}

	/**
	 * Return a middleware that acts on the way out.
	 * @param phase the phase
	 * @param action what to do
	 * @return a middleware
	 */
	static Middleware before(int phase, Function<Exchange, Mono<Void>> action) {
		return new FunctionMiddleware(phase, action, FunctionMiddleware.NOTHING);
	}

	/**
	 * Return a middleware that acts on the way back.
	 * @param phase the phase
	 * @param action what to do
	 * @return a middleware
	 */
	static Middleware after(int phase, Function<Exchange, Mono<Void>> action) {
		return new FunctionMiddleware(phase, FunctionMiddleware.NOTHING, action);
	}

	/**
	 * Return a middleware that acts on the way out and on the way back.
	 * @param phase the phase
	 * @param before what to do on the way out
	 * @param after what to do on the way back, also when the call has failed
	 * @return a middleware
	 */
	static Middleware around(int phase, Function<Exchange, Mono<Void>> before, Function<Exchange, Mono<Void>> after) {
		return new FunctionMiddleware(phase, before, after);
	}

}
