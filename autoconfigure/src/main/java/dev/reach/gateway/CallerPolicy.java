package dev.reach.gateway;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Decides who may call a handler.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallerPolicy {

	/**
	 * Check who calls.
	 * @param request the request
	 * @return completes if the caller may go on, else fails, for example with a
	 * {@link GatewayException} of status 401 or 403
	 */
	Mono<Void> check(ServerRequest request);

	/**
	 * Let everybody call.
	 * @return the policy
	 */
	static CallerPolicy anyone() {
		return AnyCallers.INSTANCE;
	}

	/**
	 * Let callers on the same machine call. The address at the other end of the
	 * connection counts, and a request that was forwarded is refused, whatever its
	 * headers say; so is one that does not ask for a loopback host, and one that a
	 * browser makes for a page from elsewhere. Refused requests are answered with 403;
	 * the log says why, once as a warning. The server has to be Reactor Netty: of any
	 * other the address of the connection is not known, and everybody is refused.
	 * @return the policy
	 */
	static CallerPolicy loopback() {
		return new LoopbackCallers();
	}

}
