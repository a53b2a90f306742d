package dev.reach.gateway;

import java.time.Duration;
import java.util.List;

import dev.reach.http.DeclaredLength;
import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.ResponseConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * A response of the target on its way to the caller.
 */
final class RelayedResponse extends RelayedHead {

	private static final Log logger = LogFactory.getLog(RelayedResponse.class);

	private final ReachHttpResponse response;

	private final Trailers trailers;

	private final Duration idleTimeout;

	private final GatewayTraffic traffic;

	private volatile boolean bodyTaken;

	RelayedResponse(ReachHttpResponse response, HttpHeaders headers, Trailers trailers, Duration idleTimeout,
			GatewayTraffic traffic) {
		super(HttpStatusCode.valueOf(response.status()), headers);
		this.response = response;
		this.trailers = trailers;
		this.idleTimeout = idleTimeout;
		this.traffic = traffic;
	}

	@Override
	public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
		return Mono.defer(() -> {
			this.traffic.begin();
			ServerHttpResponse out = exchange.getResponse();
			out.setStatusCode(statusCode());
			out.getHeaders().putAll(headers());
			return write(out, exchange.getRequest().getMethod()).doFinally((signal) -> end());
		});
	}

	// A server does not ask for the body if the caller has gone by then.
	private void end() {
		if (!this.bodyTaken) {
			this.response.cancel();
		}
		this.traffic.end();
	}

	private Mono<Void> write(ServerHttpResponse out, HttpMethod method) {
		if (!this.response.hasContent(method)) {
			this.bodyTaken = true;
			if (method != HttpMethod.HEAD) {
				out.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
			}
			return this.response.giveUp().then(Mono.defer(out::setComplete));
		}
		return this.response.isComplete() ? this.response.bytes().flatMap((bytes) -> writeComplete(out, bytes))
				: writeStream(out);
	}

	private Mono<Void> writeComplete(ServerHttpResponse out, byte[] bytes) {
		if (out.getHeaders().getContentLength() != bytes.length) {
			out.getHeaders().setContentLength(bytes.length);
		}
		this.traffic.sent(bytes.length);
		ResponseConnection caller = ResponseConnection.ofUnwatched(out);
		return (caller != null) ? out.setComplete().then(Mono.defer(() -> caller.send(bytes)))
				: out.writeWith(Mono.fromSupplier(() -> out.bufferFactory().wrap(bytes)));
	}

	// The head does not wait for the first piece, and no piece for the next one.
	private Mono<Void> writeStream(ServerHttpResponse out) {
		ResponseConnection caller = ResponseConnection.of(out);
		long length = this.response.headers().getContentLength();
		if (caller != null && length < 0) {
			caller.avoidChunks();
			sendTrailers(out.getHeaders(), caller);
		}
		Flux<DataBuffer> body = IdleTimeout
			.limit(Flux.from(DeclaredLength.hold("response", length, takeBody())), this.idleTimeout,
					RelayedResponse::standstill)
			.doOnNext((buffer) -> this.traffic.sent(buffer.readableByteCount()));
		ResponseConnection unwatched = ResponseConnection.ofUnwatched(out);
		Mono<Void> written = (unwatched != null) ? out.setComplete().then(Mono.defer(() -> unwatched.send(body)))
				: out.writeAndFlushWith(Mono.just(body));
		return written.onErrorResume((ex) -> breakOff(ex, out, caller));
	}

	private Flux<DataBuffer> takeBody() {
		return Flux.defer(() -> {
			this.bodyTaken = true;
			return this.response.body();
		});
	}

	private void sendTrailers(HttpHeaders headers, ResponseConnection caller) {
		List<String> announced = this.trailers.announced(this.response.headers());
		if (!announced.isEmpty()) {
			headers.put(HttpHeaders.TRAILER, List.of(String.join(", ", announced)));
		}
		caller.sendTrailers(() -> this.trailers.received(this.response.trailers()));
	}

	// Spring takes some failures for the departure of the caller, and would then end the
	// response as if it were complete.
	private Mono<Void> breakOff(Throwable ex, ServerHttpResponse out, @Nullable ResponseConnection caller) {
		if (!out.isCommitted()) {
			return Mono.error(ex);
		}
		logger.debug("The response %s breaks off: %s".formatted(this.response, ex));
		return (caller != null) ? caller.breakOff()
				: Mono.error(new IllegalStateException("The response of the target broke off"));
	}

	private static IllegalStateException standstill(boolean demanded) {
		return new IllegalStateException(
				demanded ? "The target sent nothing for too long" : "The caller read nothing for too long");
	}

}
