package dev.reach.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Holds the content of a body to its declared length. The peer would wait for bytes that
 * are missing, and take those that are too many for the next request on the connection,
 * see RFC 9112, section 6.3.
 *
 * @since 0.1.0
 */
public final class DeclaredLength {

	private final String name;

	private final long declared;

	private final AtomicLong left;

	private DeclaredLength(String name, long declared) {
		this.name = name;
		this.declared = declared;
		this.left = new AtomicLong(declared);
	}

	/**
	 * Return content that fails if it has another length than declared.
	 * @param name what to call it
	 * @param declared the number of bytes, or -1 if it is not known
	 * @param content the content
	 * @return the content; it fails with an {@link IOException} before a byte too many is
	 * handed on, or at an end that comes too early
	 */
	public static Publisher<? extends DataBuffer> hold(String name, long declared,
			Publisher<? extends DataBuffer> content) {
		return (declared < 0) ? content : Flux.defer(() -> new DeclaredLength(name, declared).check(content));
	}

	private Flux<DataBuffer> check(Publisher<? extends DataBuffer> content) {
		return Flux.<DataBuffer>from(content).<DataBuffer>handle((buffer, sink) -> {
			if (this.left.addAndGet(-buffer.readableByteCount()) < 0) {
				DataBufferUtils.release(buffer);
				sink.error(failure("more"));
			}
			else {
				sink.next(buffer);
			}
		}).concatWith(Mono.defer(() -> (this.left.get() > 0) ? Mono.error(failure("fewer")) : Mono.empty()));
	}

	private IOException failure(String compared) {
		return new IOException(
				"The %s has %s bytes than the %d that were declared".formatted(this.name, compared, this.declared));
	}

}
