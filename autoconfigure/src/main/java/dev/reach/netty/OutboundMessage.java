package dev.reach.netty;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * A request on its way to a connection.
 *
 * @param request the request
 * @param written given the exchange on its connection before the first byte is written
 * @param bodyFailure says what a failure of the body means
 */
record OutboundMessage(ReachHttpRequest request, Consumer<HttpClientRequest> written,
		UnaryOperator<Throwable> bodyFailure) {

	boolean hasContent() {
		ReachHttpBody body = this.request.body();
		return !body.isNone() || isExpectedToHaveContent(this.request.method());
	}

	boolean isChunked() {
		return this.request.body().contentLength() < 0;
	}

	/**
	 * Hand out the headers.
	 * @param target takes names and values
	 */
	void fill(BiConsumer<String, List<String>> target) {
		HttpHeaders headers = this.request.headers();
		headers.forEach(target);
		ReachHttpBody body = this.request.body();
		if (body.contentType() != null && !headers.containsHeader(HttpHeaders.CONTENT_TYPE)) {
			target.accept(HttpHeaders.CONTENT_TYPE, List.of(body.contentType().toString()));
		}
		if (!isChunked() && hasContent()) {
			target.accept(HttpHeaders.CONTENT_LENGTH, List.of(Long.toString(body.contentLength())));
		}
	}

	Mono<Void> writeTo(ClientHttpRequest message) {
		ReachHttpBody body = this.request.body();
		return body.isInMemory()
				? message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(body.bytes())))
				: message.writeWith(buffers());
	}

	Flux<DataBuffer> buffers() {
		return this.request.body().buffers().onErrorMap(this.bodyFailure::apply);
	}

	private static boolean isExpectedToHaveContent(HttpMethod method) {
		return method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH;
	}

}
