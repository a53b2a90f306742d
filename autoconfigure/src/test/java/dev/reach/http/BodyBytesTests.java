package dev.reach.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBytes}.
 */
class BodyBytesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

	private final List<ByteBuf> made = new ArrayList<>();

	@Test
	void piecesAreJoinedAndReleased() {
		StepVerifier.create(BodyBytes.collect(Flux.just(buffer("one"), buffer(""), buffer("-two-"), buffer("3")), 9))
			.assertNext((bytes) -> assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("one-two-3"))
			.expectComplete()
			.verify(TIMEOUT);
		assertAllReleased();
	}

	@Test
	void nothingIsAnEmptyArrayThatWaitsUntilItIsAskedFor() {
		StepVerifier.create(BodyBytes.collect(Flux.empty(), 9), 0)
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(20))
			.thenRequest(1)
			.assertNext((bytes) -> assertThat(bytes).isEmpty())
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void moreThanIsAllowedFailsAndWhatStillComesIsReleased() {
		TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(BodyBytes.collect(body.flux(), 4))
			.then(() -> body.next(buffer("four"), buffer("5"), buffer("late")))
			.expectError(DataBufferLimitException.class)
			.verify(TIMEOUT);
		body.assertWasCancelled();
		assertAllReleased();
	}

	@Test
	void whatComesAfterACancellationIsReleased() {
		TestPublisher<DataBuffer> body = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(BodyBytes.collect(body.flux(), 4))
			.then(() -> body.next(buffer("1")))
			.thenCancel()
			.verify(TIMEOUT);
		body.next(buffer("2"));
		assertThat(this.made).hasSize(2);
		assertAllReleased();
	}

	@Test
	void anErrorIsPassedOn() {
		StepVerifier
			.create(BodyBytes.collect(Flux.concat(Flux.just(buffer("1")), Flux.error(new IllegalStateException("x"))),
					9))
			.expectErrorMessage("x")
			.verify(TIMEOUT);
		assertAllReleased();
	}

	private DataBuffer buffer(String text) {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer();
		buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
		this.made.add(buffer);
		return this.factory.wrap(buffer);
	}

	private void assertAllReleased() {
		assertThat(this.made).allSatisfy((buffer) -> assertThat(buffer.refCnt()).isZero());
	}

}
