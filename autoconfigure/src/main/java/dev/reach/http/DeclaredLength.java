package dev.reach.http;

import java.io.IOException;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Holds the content of a body to its declared length. The peer would wait for bytes that
 * are missing, and take those that are too many for the next request on the connection,
 * see RFC 9112, section 6.3.
 *
 * @since 0.1.0
 */
public final class DeclaredLength extends FluxOperator<DataBuffer, DataBuffer> {

	private static final int SMALL = 16 * 1024;

	private final String name;

	private final long declared;

	private DeclaredLength(Flux<? extends DataBuffer> source, String name, long declared) {
		super(source);
		this.name = name;
		this.declared = declared;
	}

	/**
	 * Return whether content is better sent in one piece with the head of its message
	 * than as it comes: writing to a socket twice costs more than to wait for it.
	 * @param declared the number of bytes, or -1 if it is not known
	 * @return {@code true} from 1 byte to 16 KiB
	 */
	public static boolean isSmall(long declared) {
		return declared > 0 && declared <= SMALL;
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
		return (declared < 0) ? content : new DeclaredLength(Flux.from(content), name, declared);
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.source.subscribe(new Check(actual));
	}

	/**
	 * Counts what one subscriber is handed.
	 */
	private final class Check implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super DataBuffer> actual;

		private Subscription subscription = Operators.emptySubscription();

		private long left = DeclaredLength.this.declared;

		private volatile boolean ended;

		Check(CoreSubscriber<? super DataBuffer> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void request(long count) {
			this.subscription.request(count);
		}

		// Reactor Netty completes what is cancelled, which is no end then.
		@Override
		public void cancel() {
			this.ended = true;
			this.subscription.cancel();
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.left -= buffer.readableByteCount();
			if (this.left >= 0) {
				this.actual.onNext(buffer);
				return;
			}
			DataBufferUtils.release(buffer);
			if (!this.ended) {
				this.subscription.cancel();
				fail("more");
			}
		}

		@Override
		public void onComplete() {
			if (this.ended) {
				return;
			}
			if (this.left > 0) {
				fail("fewer");
			}
			else {
				this.actual.onComplete();
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (!this.ended) {
				this.actual.onError(ex);
			}
		}

		private void fail(String compared) {
			this.ended = true;
			this.actual.onError(new IOException("The %s has %s bytes than the %d that were declared"
				.formatted(DeclaredLength.this.name, compared, DeclaredLength.this.declared)));
		}

	}

}
