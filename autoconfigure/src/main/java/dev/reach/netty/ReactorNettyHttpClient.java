package dev.reach.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import io.netty.channel.group.ChannelGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;

/**
 * Sends requests with {@link WebClient} on Reactor Netty.
 */
final class ReactorNettyHttpClient implements ReachHttpClient, AutoCloseable {

	private final WebClient webClient;

	private final ConnectionProvider pool;

	private final PoolGauge gauge;

	private final ChannelGroup connections;

	private final @Nullable ProxyRoute route;

	private volatile boolean closed;

	ReactorNettyHttpClient(WebClient webClient, ConnectionProvider pool, PoolGauge gauge, ChannelGroup connections,
			@Nullable ProxyRoute route) {
		this.webClient = webClient;
		this.pool = pool;
		this.gauge = gauge;
		this.connections = connections;
		this.route = route;
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> {
			if (this.closed) {
				return Mono.error(failure(request, false).closed(null));
			}
			AtomicBoolean written = new AtomicBoolean();
			RequestProgress progress = RequestProgress.of(request);
			progress.notYetWritten();
			Mono<ReachHttpResponse> call = spec(request).httpRequest((wire) -> {
				written.set(true);
				progress.written();
			})
				.retrieve()
				.onStatus((status) -> true, (response) -> Mono.empty())
				.toEntityFlux(BodyExtractors.toDataBuffers())
				.map((entity) -> response(entity, request));
			ResponseArrival arrival = new ResponseArrival();
			boolean tunnelled = this.route != null && this.route.isTunnelled();
			return (tunnelled ? ProxyDemand.answering(call) : call)
				.onErrorMap((ex) -> failure(request, written.get()).translate(ex))
				.doOnNext((response) -> arrival.delivered())
				.doOnCancel(arrival::cancelled)
				.contextWrite(arrival::attachTo);
		});
	}

	private TransportFailure failure(ReachHttpRequest request, boolean written) {
		return new TransportFailure(request, written, (this.route != null) ? this.route.proxy() : null);
	}

	private RequestBodySpec spec(ReachHttpRequest request) {
		ReachHttpBody body = request.body();
		RequestBodySpec spec = this.webClient.method(request.method())
			.uri(request.uri())
			.headers((headers) -> fill(headers, request));
		if (body.isInMemory() && (!body.isNone() || hasContent(request.method()))) {
			spec.body(bytes(body.bytes()));
		}
		else if (!body.isNone()) {
			TransportFailure failure = failure(request, true);
			spec.body((message, context) -> message.writeWith(body.buffers().onErrorMap(failure::ofBody)));
		}
		return spec;
	}

	private static void fill(HttpHeaders headers, ReachHttpRequest request) {
		headers.putAll(request.headers());
		ReachHttpBody body = request.body();
		if (body.contentType() != null && !headers.containsHeader(HttpHeaders.CONTENT_TYPE)) {
			headers.setContentType(body.contentType());
		}
		if (body.contentLength() >= 0 && (!body.isNone() || hasContent(request.method()))) {
			headers.setContentLength(body.contentLength());
		}
	}

	private static boolean hasContent(HttpMethod method) {
		return method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH;
	}

	private static BodyInserter<Void, ClientHttpRequest> bytes(byte[] bytes) {
		return (message, context) -> message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(bytes)));
	}

	private ReachHttpResponse response(ResponseEntity<Flux<DataBuffer>> entity, ReachHttpRequest request) {
		Flux<DataBuffer> body = (entity.getBody() != null) ? entity.getBody() : Flux.empty();
		return ReachHttpResponse.streaming(entity.getStatusCode().value(), entity.getHeaders(),
				body.onErrorMap((ex) -> failure(request, true).translate(ex)));
	}

	// A pool that is disposed of keeps what is in use, and opens connections when asked.
	@Override
	public void close() {
		this.closed = true;
		try {
			this.pool.disposeLater().block(Duration.ofSeconds(5));
		}
		finally {
			this.connections.close();
			if (this.route != null) {
				this.route.close();
			}
		}
	}

	@Override
	public String toString() {
		return this.gauge.toString();
	}

}
