package dev.reach.docs;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow.Publisher;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;

/**
 * A transport on the HTTP client of the JDK. Bodies are streamed in both directions.
 */
public class JdkHttpClient implements ReachHttpClient {

	private final HttpClient client;

	public JdkHttpClient(Duration connectTimeout) {
		this.client = HttpClient.newBuilder()
			.version(Version.HTTP_1_1)
			.followRedirects(Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.build();
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.fromCallable(() -> toJdk(request))
			.onErrorMap((ex) -> failure(request, ex, Delivery.NOT_SENT))
			.flatMap((message) -> send(message, request));
	}

	private Mono<ReachHttpResponse> send(HttpRequest message, ReachHttpRequest request) {
		return Mono.<ReachHttpResponse>create((sink) -> {
			CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> call = this.client.sendAsync(message,
					BodyHandlers.ofPublisher());
			sink.onCancel(() -> call.cancel(true));
			call.whenComplete((response, ex) -> {
				if (response != null) {
					sink.success(fromJdk(response, request));
				}
				else if (!call.isCancelled()) {
					Throwable cause = (ex instanceof CompletionException) ? ex.getCause() : ex;
					sink.error(failure(request, cause, delivery(cause)));
				}
			});
		}).doOnDiscard(ReachHttpResponse.class, ReachHttpResponse::cancel);
	}

	private static HttpRequest toJdk(ReachHttpRequest request) {
		HttpRequest.Builder message = HttpRequest.newBuilder(request.uri());
		request.headers().forEach((name, values) -> values.forEach((value) -> message.header(name, value)));
		ReachHttpBody body = request.body();
		if (body.contentType() != null && !request.headers().containsHeader(HttpHeaders.CONTENT_TYPE)) {
			message.header(HttpHeaders.CONTENT_TYPE, body.contentType().toString());
		}
		return message.method(request.method().name(), toJdk(body)).build();
	}

	private static BodyPublisher toJdk(ReachHttpBody body) {
		if (body.isInMemory()) {
			return BodyPublishers.ofByteArray(body.bytes());
		}
		Publisher<ByteBuffer> buffers = JdkFlowAdapter
			.publisherToFlowPublisher(body.buffers().map(JdkHttpClient::toJdk));
		return (body.contentLength() > 0) ? BodyPublishers.fromPublisher(buffers, body.contentLength())
				: BodyPublishers.fromPublisher(buffers);
	}

	private static ByteBuffer toJdk(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return ByteBuffer.wrap(bytes);
	}

	private static ReachHttpResponse fromJdk(HttpResponse<Publisher<List<ByteBuffer>>> response,
			ReachHttpRequest request) {
		HttpHeaders headers = new HttpHeaders();
		response.headers().map().forEach(headers::addAll);
		Flux<DataBuffer> body = JdkFlowAdapter.flowPublisherToFlux(response.body())
			.flatMapIterable((buffers) -> buffers, 1)
			.<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap)
			.onErrorMap((ex) -> failure(request, ex, Delivery.UNKNOWN));
		return ReachHttpResponse.streaming(response.statusCode(), headers, body);
	}

	private static Delivery delivery(Throwable ex) {
		boolean unconnected = ex instanceof ConnectException || ex instanceof HttpConnectTimeoutException;
		return unconnected ? Delivery.NOT_SENT : Delivery.UNKNOWN;
	}

	private static ReachTransportException failure(ReachHttpRequest request, Throwable ex, Delivery delivery) {
		String what = (ex instanceof IOException) ? "The connection failed" : "The exchange failed";
		return new ReachTransportException("%s with %s on %s".formatted(what, ex.getClass().getSimpleName(), request),
				ex, delivery);
	}

}
