package dev.reach.netty;

import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;

/**
 * Sends requests with a {@link WebClient} and all that the application made of it.
 *
 * @param webClient sends the requests
 */
record WebClientSender(WebClient webClient) implements HttpSender {

	@Override
	public Mono<ReachHttpResponse> send(OutboundMessage message) {
		RequestBodySpec spec = this.webClient.method(message.request().method())
			.uri(message.request().uri())
			.headers((headers) -> message.fill(headers::put))
			.httpRequest((wire) -> message.written().accept(wire.getNativeRequest()));
		if (message.hasContent()) {
			spec.body((wire, context) -> message.writeTo(wire));
		}
		return spec.retrieve()
			.onStatus((status) -> true, (response) -> Mono.empty())
			.toEntityFlux(BodyExtractors.toDataBuffers())
			.map(WebClientSender::response);
	}

	private static ReachHttpResponse response(ResponseEntity<Flux<DataBuffer>> entity) {
		Flux<DataBuffer> body = (entity.getBody() != null) ? entity.getBody() : Flux.empty();
		return ReachHttpResponse.streaming(entity.getStatusCode().value(), entity.getHeaders(), body);
	}

}
