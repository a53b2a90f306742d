package dev.reach.gateway;

import java.time.Duration;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Passes responses of the target on to the caller.
 *
 * @param headers makes the headers
 * @param idleTimeout how long a body may stand still
 * @param failOnErrorStatus whether a status from 400 on is a failure
 * @param traffic counts streams and bytes
 */
record OutgoingResponses(ResponseHeaders headers, Duration idleTimeout, boolean failOnErrorStatus,
		GatewayTraffic traffic) {

	Mono<ServerResponse> write(ServerRequest request, ReachHttpResponse response) {
		if (this.failOnErrorStatus && response.status() >= 400) {
			return response.giveUp()
				.then(Mono
					.error(() -> new ErrorStatusException(response.status(), response.reason(), response.headers())));
		}
		return Mono.just(new RelayedResponse(response, this.headers.of(response), this.idleTimeout, this.traffic));
	}

}
