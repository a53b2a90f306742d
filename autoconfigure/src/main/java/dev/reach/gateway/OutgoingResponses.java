package dev.reach.gateway;

import java.time.Duration;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Passes responses of the target on to the caller.
 *
 * @param headers makes the headers
 * @param trailers chooses the fields after the body
 * @param idleTimeout how long a body may stand still
 * @param failOnErrorStatus whether a status from 400 on is a failure
 * @param traffic counts streams and bytes
 */
record OutgoingResponses(ResponseHeaders headers, Trailers trailers, Duration idleTimeout, boolean failOnErrorStatus,
		GatewayTraffic traffic) {

	Mono<ServerResponse> write(ServerRequest request, ReachHttpResponse response) {
		if (!canBePassedOn(response)) {
			response.cancel();
			return Mono.error(() -> new GatewayException(Failure.BROKEN.status(), Failure.BROKEN.detail()));
		}
		if (this.failOnErrorStatus && response.status() >= 400) {
			return response.giveUp()
				.then(Mono
					.error(() -> new ErrorStatusException(response.status(), response.reason(), response.headers())));
		}
		return Mono.just(new RelayedResponse(response, headersOf(request, response), this.trailers, this.idleTimeout,
				this.traffic));
	}

	HttpHeaders headersOf(ServerRequest request, ReachHttpResponse response) {
		return this.headers.of(response, request.exchange().getRequest().getPath().contextPath().value());
	}

	// Nobody asked for another protocol, and of codings a caller learns nothing.
	private static boolean canBePassedOn(ReachHttpResponse response) {
		String coding = response.headers().getFirst(HttpHeaders.TRANSFER_ENCODING);
		return response.status() >= 200 && (coding == null || coding.equalsIgnoreCase("chunked"));
	}

}
