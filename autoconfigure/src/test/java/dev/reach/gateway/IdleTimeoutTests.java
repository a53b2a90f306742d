package dev.reach.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdleTimeout}.
 */
class IdleTimeoutTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Test
	void aBodyThatMovesMayTakeAsLongAsItLikes() {
		StepVerifier
			.withVirtualTime(
					() -> limited(Flux.interval(Duration.ofSeconds(29)).map(IdleTimeoutTests::buffer).take(100)), 100)
			.thenAwait(Duration.ofHours(1))
			.expectNextCount(100)
			.verifyComplete();
	}

	@Test
	void aSenderThatStandsStillFailsTheBody() {
		StepVerifier.withVirtualTime(() -> limited(Flux.concat(Mono.fromSupplier(() -> buffer(1)), Mono.never())), 10)
			.expectNextCount(1)
			.expectNoEvent(TIMEOUT.minusNanos(1))
			.thenAwait(Duration.ofNanos(1))
			.verifyErrorMessage("demanded: true");
	}

	@Test
	void aReceiverThatStandsStillFailsTheBody() {
		StepVerifier.withVirtualTime(() -> limited(Flux.range(0, 10).map(IdleTimeoutTests::buffer)), 1)
			.expectNextCount(1)
			.expectNoEvent(TIMEOUT.minusNanos(1))
			.thenAwait(Duration.ofNanos(1))
			.verifyErrorMessage("demanded: false");
	}

	@Test
	void aReceiverThatAsksMovesTheBody() {
		StepVerifier.withVirtualTime(() -> limited(Flux.range(0, 3).map(IdleTimeoutTests::buffer)), 0)
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(29))
			.thenRequest(1)
			.expectNextCount(1)
			.expectNoEvent(Duration.ofSeconds(29))
			.thenRequest(2)
			.expectNextCount(2)
			.verifyComplete();
	}

	@Test
	void theSourceIsCancelledOnce() {
		TestPublisher<DataBuffer> source = TestPublisher.create();
		StepVerifier.withVirtualTime(() -> limited(source.flux()), 1)
			.thenAwait(TIMEOUT)
			.verifyErrorMessage("demanded: true");
		assertThat(source.wasCancelled()).isTrue();
		source.assertNoSubscribers();
	}

	@Test
	void errorsAndCancellationPassThrough() {
		StepVerifier.create(limited(Flux.error(new IllegalStateException("broken")))).verifyErrorMessage("broken");
		TestPublisher<DataBuffer> source = TestPublisher.create();
		StepVerifier.create(limited(source.flux())).thenCancel().verify();
		source.assertCancelled();
	}

	private static Flux<DataBuffer> limited(Flux<DataBuffer> body) {
		return IdleTimeout.limit(body, TIMEOUT, (demanded) -> new IllegalStateException("demanded: " + demanded),
				Schedulers.parallel());
	}

	private static DataBuffer buffer(long number) {
		return DefaultDataBufferFactory.sharedInstance.wrap(String.valueOf(number).getBytes(StandardCharsets.US_ASCII));
	}

}
