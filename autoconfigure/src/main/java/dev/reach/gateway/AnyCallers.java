package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Lets everybody call.
 */
final class AnyCallers implements CallerPolicy {

	static final AnyCallers INSTANCE = new AnyCallers();

	private AnyCallers() {
	}

	@Override
	public Mono<Void> check(ServerRequest request) {
		return Mono.empty();
	}

	@Override
	public String toString() {
		return "any callers";
	}

}
