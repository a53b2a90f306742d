package dev.reach.netty;

import java.util.concurrent.atomic.AtomicLong;

import dev.reach.http.ReachHttpBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Holds a streamed body to its declared length. The peer would wait for bytes that are
 * missing, and take those that are too many for the next request on the connection, see
 * RFC 9112, section 6.3.
 */
final class DeclaredLength {

	private final long declared;

	private final AtomicLong left;

	private DeclaredLength(long declared) {
		this.declared = declared;
		this.left = new AtomicLong(declared);
	}

	static Flux<DataBuffer> buffersOf(ReachHttpBody body) {
		return (body.contentLength() < 0) ? body.buffers()
				: Flux.defer(() -> new DeclaredLength(body.contentLength()).check(body.buffers()));
	}

	private Flux<DataBuffer> check(Flux<DataBuffer> buffers) {
		return buffers.<DataBuffer>handle((buffer, sink) -> {
			if (this.left.addAndGet(-buffer.readableByteCount()) < 0) {
				DataBufferUtils.release(buffer);
				sink.error(failure("more"));
			}
			else {
				sink.next(buffer);
			}
		}).concatWith(Mono.defer(() -> (this.left.get() > 0) ? Mono.error(failure("fewer")) : Mono.empty()));
	}

	private IllegalStateException failure(String compared) {
		return new IllegalStateException(
				"The stream has %s bytes than the %d that were declared".formatted(compared, this.declared));
	}

}
