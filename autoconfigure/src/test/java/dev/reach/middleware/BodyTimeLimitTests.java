package dev.reach.middleware;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyTimeLimit}.
 */
class BodyTimeLimitTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Receiver receiver = new Receiver();

	private final Source source = new Source();

	private final Limit limit = new Limit(this.receiver);

	@Test
	void theEndMayMoveOn() {
		this.limit.onSubscribe(this.source);
		this.time.advanceTimeBy(Duration.ofSeconds(9));
		this.limit.end += LIMIT.toNanos();
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.receiver.signals).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.receiver.signals).containsExactly("over");
		assertThat(this.source.cancelled).isTrue();
	}

	@Test
	void aBufferThatComesTooLateIsReleased() {
		this.limit.onSubscribe(this.source);
		this.time.advanceTimeBy(LIMIT);
		NettyDataBuffer late = buffer("late");
		this.limit.onNext(late);
		this.limit.onComplete();
		assertThat(late.getNativeBuffer().refCnt()).isZero();
		assertThat(this.receiver.signals).containsExactly("over");
	}

	@Test
	void theFailureFollowsABufferThatIsBeingHandedOn() {
		this.receiver.onBuffer = () -> this.time.advanceTimeBy(LIMIT);
		this.limit.onSubscribe(this.source);
		this.limit.onNext(buffer("buffer"));
		assertThat(this.receiver.signals).containsExactly("buffer", "over");
		assertThat(this.source.cancelled).isTrue();
	}

	@Test
	void nothingComesAfterTheEnd() {
		this.limit.onSubscribe(this.source);
		this.limit.onComplete();
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.receiver.signals).containsExactly("complete");
		assertThat(this.source.cancelled).isFalse();
	}

	@Test
	void aReceiverThatLeavesStopsTheClock() {
		this.limit.onSubscribe(this.source);
		this.receiver.cancel();
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.receiver.signals).isEmpty();
		assertThat(this.source.cancelled).isTrue();
	}

	private static NettyDataBuffer buffer(String text) {
		NettyDataBuffer buffer = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT).allocateBuffer(16);
		buffer.write(text, StandardCharsets.US_ASCII);
		return buffer;
	}

	private final class Limit extends BodyTimeLimit {

		private long end = LIMIT.toNanos();

		Limit(CoreSubscriber<? super DataBuffer> actual) {
			super(actual, BodyTimeLimitTests.this.time);
		}

		@Override
		protected long remainingNanos() {
			return this.end - BodyTimeLimitTests.this.time.now(TimeUnit.NANOSECONDS);
		}

		@Override
		protected Throwable failure() {
			return new IllegalStateException("over");
		}

	}

	private static final class Receiver extends BaseSubscriber<DataBuffer> {

		private final List<String> signals = new ArrayList<>();

		private Runnable onBuffer = () -> {
		};

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			this.onBuffer.run();
			this.signals.add(buffer.toString(StandardCharsets.US_ASCII));
			DataBufferUtils.release(buffer);
		}

		@Override
		protected void hookOnComplete() {
			this.signals.add("complete");
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.signals.add(String.valueOf(ex.getMessage()));
		}

	}

	private static final class Source implements Subscription {

		private boolean cancelled;

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

	}

}
