package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers in place of the target when a request fails before the response has begun.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayErrorHandler {

	/**
	 * Answer a request that failed.
	 * @param error what happened: a {@link dev.reach.error.ReachException}, a
	 * {@link GatewayException}, an {@link ErrorStatusException}, or what a middleware
	 * failed with
	 * @param request the request
	 * @return the answer
	 */
	Mono<ServerResponse> handle(Throwable error, ServerRequest request);

	/**
	 * Return the default: problem details as in RFC 9457, with {@code Retry-After} where
	 * another try is of use:
	 *
	 * <ul>
	 * <li>400 for a request that cannot be sent, for example with a header that is not
	 * printable ASCII,
	 * <li>502 if the target, or the proxy on the way to it, cannot be reached or gives no
	 * usable answer,
	 * <li>503 if a circuit breaker is open, or a limit or the pool of connections is
	 * exhausted,
	 * <li>504 if the target takes too long,
	 * <li>what a {@link org.springframework.web.ErrorResponse} says, for example a
	 * {@link GatewayException},
	 * <li>500 for anything else, and for an {@link ErrorStatusException} with a JSON
	 * object of its own.
	 * </ul>
	 *
	 * From 502 on the member {@code delivery} says whether the request may have been
	 * carried out, see {@link dev.reach.error.Delivery}. Nothing in it comes from the
	 * exception, which is logged: as a warning from 500 on, else for debugging.
	 * @return the handler
	 */
	static GatewayErrorHandler problemDetails() {
		return new ProblemErrorHandler();
	}

}
