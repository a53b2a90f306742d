package dev.reach.http;

import java.util.Arrays;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects the bytes of a body. Each buffer is copied and released as it comes, so that
 * none can be lost, whenever the body is given up.
 *
 * @since 0.1.0
 */
public final class BodyBytes extends Mono<byte[]> {

	private final Flux<DataBuffer> body;

	private final int max;

	private BodyBytes(Flux<DataBuffer> body, int max) {
		this.body = body;
		this.max = max;
	}

	/**
	 * Collect a body.
	 * @param body the buffers
	 * @param max the largest number of bytes to take
	 * @return the bytes once they are complete, an empty array if there are none; or
	 * {@link DataBufferLimitException}
	 */
	public static Mono<byte[]> collect(Flux<DataBuffer> body, int max) {
		return new BodyBytes(body, max);
	}

	@Override
	public void subscribe(CoreSubscriber<? super byte[]> actual) {
		this.body.subscribe(new Collecting(actual));
	}

	/**
	 * Collects what comes for one subscriber.
	 */
	private final class Collecting extends ResultSubscriber<DataBuffer, byte[]> {

		private byte[] bytes = new byte[0];

		private int size;

		private boolean ended;

		Collecting(CoreSubscriber<? super byte[]> actual) {
			super(actual);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			try {
				if (!this.ended && !isCancelled()) {
					add(buffer);
				}
			}
			catch (RuntimeException ex) {
				this.ended = true;
				fail(ex);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		private void add(DataBuffer buffer) {
			int count = buffer.readableByteCount();
			if (count > BodyBytes.this.max - this.size) {
				throw new DataBufferLimitException("The body has more than %d bytes".formatted(BodyBytes.this.max));
			}
			if (count > this.bytes.length - this.size) {
				int twice = (int) Math.min(2L * this.size, BodyBytes.this.max);
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size + count, twice));
			}
			buffer.read(this.bytes, this.size, count);
			this.size += count;
		}

		@Override
		public void onComplete() {
			if (!this.ended) {
				this.ended = true;
				complete((this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size));
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (this.ended) {
				Operators.onErrorDropped(ex, currentContext());
				return;
			}
			this.ended = true;
			this.actual.onError(ex);
		}

	}

}
