package dev.reach.gateway;

import java.util.concurrent.atomic.AtomicLong;

import dev.reach.http.DeclaredLength;
import dev.reach.netty.ResponseConnection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The body of a caller's request. A response that begins before all of it was read is the
 * last one on its connection: the rest would be taken for the next request.
 */
final class CallerBody {

	private final ServerHttpRequest request;

	private volatile boolean complete;

	private CallerBody(ServerHttpRequest request) {
		this.request = request;
	}

	static CallerBody of(ServerWebExchange exchange) {
		CallerBody body = new CallerBody(exchange.getRequest());
		if (body.isPresent()) {
			body.closeAfter(exchange.getResponse());
		}
		return body;
	}

	private void closeAfter(ServerHttpResponse response) {
		response.beforeCommit(() -> Mono.fromRunnable(() -> {
			if (!this.complete) {
				response.getHeaders().set(HttpHeaders.CONNECTION, "close");
				ResponseConnection caller = ResponseConnection.of(response);
				if (caller != null) {
					caller.lingerOnClose();
				}
			}
		}));
	}

	boolean isPresent() {
		return length() > 0 || this.request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
	}

	// What the caller sends on demand only is for the target to demand.
	boolean isSmall() {
		return DeclaredLength.isSmall(length()) && !this.request.getHeaders().containsHeader(HttpHeaders.EXPECT);
	}

	/**
	 * Return the declared length.
	 * @return the number of bytes, or -1 if it is not known
	 */
	long length() {
		return this.request.getHeaders().getContentLength();
	}

	// A target may answer the last byte before the end is told here.
	Flux<DataBuffer> buffers() {
		long length = length();
		if (length < 0) {
			return this.request.getBody().doOnComplete(() -> this.complete = true);
		}
		AtomicLong left = new AtomicLong(length);
		return this.request.getBody().doOnNext((buffer) -> {
			if (left.addAndGet(-buffer.readableByteCount()) == 0) {
				this.complete = true;
			}
		});
	}

}
