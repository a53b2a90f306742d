package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Lets everybody call.
 */
final class AnyCallers implements CallerPolicy {

	@Override
	public Mono<Void> check(ServerRequest request) {
		return Mono.empty();
	}

	@Override
	public String toString() {
		return "any callers";
	}

}
