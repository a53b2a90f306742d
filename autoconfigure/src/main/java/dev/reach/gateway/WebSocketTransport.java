package dev.reach.gateway;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.ReachWebSocketClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;

/**
 * Sends requests, and opens WebSockets for those that are handshakes: so these pass the
 * pipeline as any other request.
 *
 * @param client sends the others
 * @param webSocketClient opens WebSockets, or {@code null} if there are none
 */
record WebSocketTransport(ReachHttpClient client,
		@Nullable ReachWebSocketClient webSocketClient) implements ReachHttpClient {

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		TargetWebSocket target = TargetWebSocket.of(request);
		if (target == null) {
			return this.client.exchange(request);
		}
		return (this.webSocketClient != null) ? this.webSocketClient.open(request, target::hold)
				: Mono.just(ReachHttpResponse.of(HttpStatus.NOT_IMPLEMENTED.value()));
	}

}
