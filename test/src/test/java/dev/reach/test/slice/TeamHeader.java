package dev.reach.test.slice;

import dev.reach.middleware.Exchange;
import dev.reach.middleware.Middleware;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Changes the client.
 */
@Component
class TeamHeader implements Middleware {

	@Override
	public Mono<Void> before(Exchange exchange) {
		return Mono.fromRunnable(
				() -> exchange.updateRequest((request) -> request.mutate().header("X-Team", "orders").build()));
	}

}
