package dev.reach.middleware;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Deadline}.
 */
class DeadlineTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final ReachHttpRequest REQUEST = ReachHttpRequest.builder(HttpMethod.POST, "http://localhost/x")
		.build();

	@Test
	void partThatTakesLongerIsCutOff() {
		StepVerifier.withVirtualTime(() -> deadline(false).limit(exchange(REQUEST), Mono.never()))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(9999))
			.thenAwait(Duration.ofMillis(1))
			.verifyError(ReachTimeoutException.class);
	}

	@Test
	void partOfARenewableOneThatTakesLongerIsCutOff() {
		StepVerifier.withVirtualTime(() -> deadline(true).limit(exchange(REQUEST), Mono.never()))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(9999))
			.thenAwait(Duration.ofMillis(1))
			.verifyError(ReachTimeoutException.class);
	}

	@Test
	void eachPieceOfTheRequestRenewsIt() {
		TestPublisher<DataBuffer> pieces = TestPublisher.create();
		StepVerifier.withVirtualTime(() -> sending(deadline(true), pieces))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(9))
			.then(() -> pieces.next(piece()))
			.expectNoEvent(Duration.ofSeconds(9))
			.then(() -> pieces.next(piece()))
			.expectNoEvent(Duration.ofMillis(9999))
			.thenAwait(Duration.ofMillis(1))
			.verifyError(ReachTimeoutException.class);
	}

	@Test
	void piecesDoNotRenewTheTimeOfACall() {
		TestPublisher<DataBuffer> pieces = TestPublisher.create();
		StepVerifier.withVirtualTime(() -> sending(deadline(false), pieces))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(9))
			.then(() -> pieces.next(piece()))
			.thenAwait(Duration.ofSeconds(1))
			.verifyError(ReachTimeoutException.class);
	}

	@Test
	void bodyOfTheResponseIsBoundUnlessItIsRenewable() {
		ReachHttpResponse response = ReachHttpResponse.streaming(200, new HttpHeaders(), Flux.never());
		StepVerifier.withVirtualTime(() -> deadline(false).limitBody(exchange(REQUEST), response).body())
			.expectSubscription()
			.thenAwait(TIMEOUT)
			.verifyError(ReachTimeoutException.class);
		StepVerifier.withVirtualTime(() -> deadline(true).limitBody(exchange(REQUEST), response).body())
			.expectSubscription()
			.expectNoEvent(TIMEOUT.multipliedBy(10))
			.thenCancel()
			.verify();
	}

	@Test
	void bodyInMemoryIsLeftAlone() {
		ReachHttpRequest request = REQUEST.mutate().body(ReachHttpBody.text("text")).build();
		assertThat(new Deadline(TIMEOUT, true).renewedBy(request)).isSameAs(request);
	}

	private static Mono<ReachHttpResponse> sending(Deadline deadline, TestPublisher<DataBuffer> pieces) {
		ReachHttpRequest request = REQUEST.mutate().body(ReachHttpBody.stream(pieces, null, -1)).build();
		Mono<ReachHttpResponse> sent = deadline.renewedBy(request).body().buffers().then(Mono.never());
		return deadline.limit(exchange(request), sent);
	}

	private static Deadline deadline(boolean renewable) {
		return new Deadline(TIMEOUT, renewable, () -> VirtualTimeScheduler.get().now(TimeUnit.NANOSECONDS),
				VirtualTimeScheduler.get());
	}

	private static Exchange exchange(ReachHttpRequest request) {
		return new Exchange(request, Map.of());
	}

	private static DataBuffer piece() {
		return DefaultDataBufferFactory.sharedInstance.wrap("piece".getBytes(StandardCharsets.UTF_8));
	}

}
