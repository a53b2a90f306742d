package dev.reach.middleware;

import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * A {@link Middleware} made of functions.
 *
 * @param phase the phase
 * @param onWayOut called before the request is sent
 * @param onWayBack called on the way back
 */
record FunctionMiddleware(int phase, Function<Exchange, Mono<Void>> onWayOut,
		Function<Exchange, Mono<Void>> onWayBack) implements Middleware {

	static final Function<Exchange, Mono<Void>> NOTHING = (exchange) -> Mono.empty();

	@Override
	public Mono<Void> before(Exchange exchange) {
		return this.onWayOut.apply(exchange);
	}

	@Override
	public Mono<Void> after(Exchange exchange) {
		return this.onWayBack.apply(exchange);
	}

	Function<Exchange, Mono<Void>> action() {
		return (this.onWayOut != NOTHING) ? this.onWayOut : this.onWayBack;
	}

}
