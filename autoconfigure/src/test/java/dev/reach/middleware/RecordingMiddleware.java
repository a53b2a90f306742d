package dev.reach.middleware;

import java.util.function.Consumer;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Records when it is called and what it sees.
 *
 * @param name the name in the record
 * @param phase the phase
 * @param record takes the events
 */
record RecordingMiddleware(String name, int phase, Consumer<String> record) implements Middleware {

	@Override
	public Mono<Void> before(Exchange exchange) {
		return Mono.fromRunnable(() -> this.record.accept(this.name + " before"));
	}

	@Override
	public Mono<Void> after(Exchange exchange) {
		return Mono.fromRunnable(() -> this.record.accept(this.name + " after " + outcome(exchange)));
	}

	private static Object outcome(Exchange exchange) {
		ReachHttpResponse response = exchange.response();
		Throwable error = exchange.error();
		return (response != null) ? response.status() : (error != null) ? error.getClass().getSimpleName() : "nothing";
	}

}
