package dev.reach.gateway;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers in place of an error handler that fails, gives no answer, or takes too long.
 *
 * @param handler the error handler
 * @param timeout the time it has
 */
record GuardedErrorHandler(GatewayErrorHandler handler, Duration timeout) implements GatewayErrorHandler {

	private static final GatewayErrorHandler FALLBACK = new ProblemErrorHandler();

	@Override
	public Mono<ServerResponse> handle(Throwable error, ServerRequest request) {
		return Mono.defer(() -> this.handler.handle(error, request))
			.timeout(this.timeout)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The GatewayErrorHandler gave no answer")))
			.onErrorResume((failure) -> FALLBACK.handle(explained(failure, error), request));
	}

	private static Throwable explained(Throwable failure, Throwable error) {
		return (failure == error || failure instanceof ErrorResponse) ? failure
				: new IllegalStateException(
						"The GatewayErrorHandler failed with '%s' when it was to answer '%s'".formatted(failure, error),
						failure);
	}

}
