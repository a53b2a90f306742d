package dev.reach.messaging;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ErrorBody;
import dev.reach.error.ErrorResponse;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.error.ReachValidationException;
import dev.reach.error.Violation;
import dev.reach.retry.Attempt;
import dev.reach.retry.AttemptListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BulkSender}, {@link AdaptiveConcurrency} and {@link AdaptiveLimit}.
 */
class BulkSenderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int MILLION = 1_000_000;

	private final ManualSends sends = new ManualSends();

	private final List<SendOutcome> outcomes = new ArrayList<>();

	@Test
	void outcomesComeAsTheSendsEndAndKnowTheirPosition() {
		sendAll(3, new BulkOptions(4, 4, 1));
		this.sends.succeed(1);
		this.sends.fail(2, new IllegalArgumentException("no"));
		this.sends.succeed(0);
		assertThat(this.outcomes).extracting(SendOutcome::index).containsExactly(1L, 2L, 0L);
		assertThat(this.outcomes).extracting((outcome) -> outcome.message().body()).containsExactly("1", "2", "0");
		assertThat(this.outcomes).extracting(SendOutcome::delivery).containsExactly(null, Delivery.UNKNOWN, null);
	}

	@Test
	void sendsBeginInTheOrderOfTheInput() {
		sendAll(6, new BulkOptions(4, 2, 1));
		assertThat(this.sends.underWay()).containsExactly(0, 1);
		this.sends.fail(1, new IllegalStateException());
		assertThat(this.sends.underWay()).containsExactly(0, 2);
		this.sends.fail(0, new IllegalStateException());
		assertThat(this.sends.underWay()).containsExactly(2, 3);
	}

	@Test
	void theNumberGrowsByOneForEachWindowOfSuccessesUpToTheMaximum() {
		sendAll(100, new BulkOptions(6, 4, 1));
		this.sends.succeed(0, 1, 2);
		assertThat(this.sends.underWay()).hasSize(4);
		this.sends.succeed(3);
		assertThat(this.sends.underWay()).hasSize(5);
		this.sends.succeed(4, 5, 6, 7);
		assertThat(this.sends.underWay()).hasSize(5);
		this.sends.succeed(8);
		assertThat(this.sends.underWay()).hasSize(6);
		IntStream.range(9, 50).forEach((index) -> {
			this.sends.succeed(index);
			assertThat(this.sends.underWay()).hasSize(6);
		});
	}

	@Test
	void failuresDoNotLetItGrow() {
		sendAll(100, new BulkOptions(6, 2, 1));
		IntStream.range(0, 20).forEach((index) -> this.sends.fail(index, new IllegalStateException()));
		assertThat(this.sends.underWay()).hasSize(2);
	}

	@Test
	void aNumberOfWhichNotEvenHalfIsUsedDoesNotGrow() {
		TestPublisher<SendMessage> input = TestPublisher.create();
		sendAll(input.flux(), new BulkOptions(8, 3, 1)).subscribe(this.outcomes::add);
		for (int index = 0; index < 20; index++) {
			input.next(ManualSends.message(index));
			this.sends.succeed(index);
		}
		IntStream.range(20, 28).forEach((index) -> input.next(ManualSends.message(index)));
		assertThat(this.sends.underWay()).containsExactly(20, 21, 22);
	}

	// The next message comes a little later than the place for it.
	@Test
	void aNumberOfWhichHalfIsUsedGrows() {
		TestPublisher<SendMessage> input = TestPublisher.create();
		sendAll(input.flux(), new BulkOptions(8, 4, 1)).subscribe(this.outcomes::add);
		input.next(ManualSends.message(0));
		for (int index = 1; index < 5; index++) {
			input.next(ManualSends.message(index));
			this.sends.succeed(index - 1);
		}
		IntStream.range(5, 13).forEach((index) -> input.next(ManualSends.message(index)));
		assertThat(this.sends.underWay()).containsExactly(4, 5, 6, 7, 8);
	}

	@Test
	void aRefusalHalvesItOncePerWindowAlsoIfTheRequestIsThenRepeated() {
		sendAll(100, new BulkOptions(16, 8, 1));
		this.sends.answer(0, 429);
		this.sends.answer(1, 429);
		this.sends.answer(2, 429);
		this.sends.succeed(3, 4, 5, 6);
		assertThat(this.sends.underWay()).containsExactly(0, 1, 2, 7);
		this.sends.succeed(7);
		assertThat(this.sends.underWay()).containsExactly(0, 1, 2, 8);
		this.sends.answer(8, 429);
		this.sends.succeed(0, 1);
		assertThat(this.sends.underWay()).containsExactly(2, 8);
		this.sends.succeed(8);
		assertThat(this.sends.underWay()).containsExactly(2, 9);
	}

	@Test
	void theRepeatOfARefusedRequestBeganAfterTheShrink() {
		sendAll(100, new BulkOptions(16, 8, 1));
		this.sends.answer(0, 429);
		this.sends.answer(0, 429);
		this.sends.succeed(1, 2, 3, 4, 5);
		assertThat(this.sends.underWay()).containsExactly(0, 6, 7);
		this.sends.succeed(6);
		assertThat(this.sends.underWay()).containsExactly(0, 7);
	}

	@Test
	void theNumberDoesNotFallBelowTheMinimum() {
		sendAll(100, new BulkOptions(16, 8, 3));
		for (int attempt = 0; attempt < 10; attempt++) {
			this.sends.answer(0, 429);
		}
		this.sends.succeed(1, 2, 3, 4, 5, 6);
		assertThat(this.sends.underWay()).hasSize(3);
	}

	@Test
	void otherAnswersAreNoSignOfOverload() {
		sendAll(100, new BulkOptions(8, 8, 1));
		this.sends.answer(0, 500);
		this.sends.answer(1, 400);
		this.sends.fail(1, new IllegalStateException());
		assertThat(this.sends.underWay()).hasSize(8);
	}

	static Stream<ReachException> overloads() {
		return Stream.of(new ReachRateLimitedException("no room", null),
				new ReachConcurrencyLimitedException("no room", null),
				new ReachPoolException("no room", null, Delivery.NOT_SENT), tooManyRequests());
	}

	@ParameterizedTest
	@MethodSource("overloads")
	void anOverloadThatEndsTheSendHalvesIt(ReachException overload) {
		sendAll(100, new BulkOptions(8, 8, 1));
		this.sends.fail(0, overload);
		this.sends.succeed(1, 2, 3);
		assertThat(this.sends.underWay()).containsExactly(4, 5, 6, 7);
	}

	@ParameterizedTest
	@MethodSource("overloads")
	void anOverloadThatWasHeardAsAttemptCountsOnce(ReachException overload) {
		sendAll(100, new BulkOptions(8, 8, 1));
		this.sends.attempt(0, new Attempt(1, null, overload));
		this.sends.fail(0, overload);
		this.sends.succeed(1, 2, 3, 4, 5);
		assertThat(this.sends.underWay()).contains(6, 7, 8).doesNotContain(10);
	}

	@Test
	void whatTheClientHasNoRoomForIsTriedAgain() {
		AtomicInteger tries = new AtomicInteger();
		BulkSender sender = new BulkSender((message) -> (tries.incrementAndGet() < 6)
				? Mono.error(new ReachRateLimitedException("no room", null)) : Mono.just(ManualSends.item("MID")),
				BulkOptions.standard());
		StepVerifier.withVirtualTime(() -> sender.sendAll(ManualSends.messages(1)))
			.thenAwait(Duration.ofMinutes(1))
			.assertNext((outcome) -> assertThat(outcome.isSent()).isTrue())
			.verifyComplete();
		assertThat(tries).hasValue(6);
	}

	@Test
	void whatTheClientNeverHasRoomForIsNotSent() {
		AtomicInteger tries = new AtomicInteger();
		ReachRateLimitedException refusal = new ReachRateLimitedException("no room", null);
		BulkSender sender = new BulkSender((message) -> {
			tries.incrementAndGet();
			return Mono.error(refusal);
		}, BulkOptions.standard());
		StepVerifier.withVirtualTime(() -> sender.sendAll(ManualSends.messages(1)))
			.thenAwait(Duration.ofMinutes(1))
			.assertNext((outcome) -> {
				assertFailed(outcome, 0, Delivery.NOT_SENT);
				assertThat(outcome.error()).isSameAs(refusal);
			})
			.verifyComplete();
		assertThat(tries).hasValue(6);
	}

	@Test
	void whatTheServiceRefusesIsLeftToTheClient() {
		sendAll(1, BulkOptions.standard());
		this.sends.fail(0, tooManyRequests());
		assertThat(this.outcomes).singleElement().satisfies((outcome) -> assertFailed(outcome, 0, Delivery.NOT_SENT));
	}

	@Test
	void aListenerOfTheCallerGoesOnHearingOfTheAttempts() {
		List<Attempt> heard = new ArrayList<>();
		AttemptListener listener = (attempt, context) -> heard.add(attempt);
		sendAll(ManualSends.messages(1), BulkOptions.standard())
			.contextWrite((context) -> context.put(AttemptListener.class, listener))
			.subscribe(this.outcomes::add);
		this.sends.answer(0, 429);
		this.sends.answer(0, 201);
		assertThat(heard).extracting(Attempt::status).containsExactly(429, 201);
	}

	@Test
	void aSendThatThrowsOrGivesNothingIsAnOutcome() {
		ReachValidationException invalid = new ReachValidationException("SendMessage",
				List.of(new Violation("dest", "must be given", null)));
		Function<SendMessage, Mono<MessagingItem>> send = (message) -> switch (message.body()) {
			case "0" -> throw invalid;
			case "1" -> Mono.error(invalid);
			case "2" -> Mono.empty();
			default -> Mono.just(ManualSends.item("MID3"));
		};
		StepVerifier.create(new BulkSender(send, BulkOptions.standard()).sendAll(ManualSends.messages(4)))
			.assertNext((outcome) -> assertFailed(outcome, 0, Delivery.NOT_SENT))
			.assertNext((outcome) -> assertFailed(outcome, 1, Delivery.NOT_SENT))
			.assertNext((outcome) -> assertFailed(outcome, 2, Delivery.UNKNOWN))
			.assertNext((outcome) -> assertThat(outcome.isSent()).isTrue())
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void anErrorOfTheInputComesAfterTheOutcomesOfTheSendsBeforeIt() {
		TestPublisher<SendMessage> input = TestPublisher.create();
		StepVerifier.create(sendAll(input.flux(), new BulkOptions(4, 2, 1)))
			.then(() -> IntStream.range(0, 3).forEach((index) -> input.next(ManualSends.message(index))))
			.then(() -> input.error(new IllegalStateException("the file is gone")))
			.then(() -> this.sends.succeed(0, 1, 2))
			.expectNextCount(3)
			.expectErrorMessage("the file is gone")
			.verify(TIMEOUT);
	}

	@Test
	void cancellingEndsTheSendsUnderWayAndTheInputAndBeginsNoOther() {
		TestPublisher<SendMessage> input = TestPublisher.create();
		StepVerifier.create(sendAll(input.flux(), new BulkOptions(8, 2, 1)))
			.then(() -> IntStream.range(0, 5).forEach((index) -> input.next(ManualSends.message(index))))
			.thenCancel()
			.verify(TIMEOUT);
		input.assertCancelled();
		assertThat(this.sends.cancelled()).containsExactly(0, 1);
		assertThat(this.sends.underWay()).isEmpty();
	}

	@Test
	void noMoreIsRequestedThanMayBeUnderWay() {
		TestPublisher<SendMessage> input = TestPublisher.create();
		StepVerifier.create(sendAll(input.flux(), new BulkOptions(8, 2, 1)), 0)
			.then(() -> input.assertMaxRequested(8))
			.then(() -> IntStream.range(0, 8).forEach((index) -> input.next(ManualSends.message(index))))
			.then(() -> IntStream.range(0, 8).forEach(this.sends::succeed))
			.then(() -> assertThat(this.outcomes).isEmpty())
			.thenRequest(1)
			.expectNextCount(1)
			.then(() -> input.next(ManualSends.message(8)))
			.then(() -> assertThat(this.sends.underWay()).containsExactly(8))
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(longs = { 1, 7, Long.MAX_VALUE })
	void aMillionMessagesAreNeverInMemoryAtTheSameTime(long requested) {
		Take take = new Take(requested);
		new BulkSender((message) -> Mono.just(take.item), BulkOptions.standard()).sendAll(take.input()).subscribe(take);
		for (int round = 0; round < MILLION && !take.isDisposed(); round++) {
			take.request(requested);
		}
		assertThat(take.taken).isEqualTo(MILLION);
		assertThat(take.seen.cardinality()).isEqualTo(MILLION);
		assertThat(take.failure).isNull();
		assertThat(take.largestGap).isBetween(1, 65);
	}

	@Test
	void sendsThatEndAtOnceDoNotFillTheStackOfTheOneBeforeThem() {
		Take take = new Take(Long.MAX_VALUE);
		AtomicInteger number = new AtomicInteger();
		new BulkSender((message) -> (number.getAndIncrement() > 0) ? Mono.just(take.item)
				: this.sends.apply(ManualSends.message(0)), new BulkOptions(5_000, 1, 1))
			.sendAll(take.input().take(20_000))
			.subscribe(take);
		assertThat(number).hasValue(1);
		this.sends.succeed(0);
		assertThat(take.taken).isEqualTo(20_000);
		assertThat(take.seen.cardinality()).isEqualTo(20_000);
		assertThat(take.failure).isNull();
		assertThat(take.largestGap).isBetween(5_000, 5_001);
	}

	@Test
	void sendsThatEndOnManyThreadsStayWithinTheLimit() {
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		MessagingItem item = ManualSends.item("MID");
		Function<SendMessage, Mono<MessagingItem>> send = (message) -> Mono.fromCallable(() -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			Thread.yield();
			underWay.decrementAndGet();
			return item;
		}).subscribeOn(Schedulers.parallel());
		Flux<SendOutcome> bulk = new BulkSender(send, new BulkOptions(8, 2, 1)).sendAll(ManualSends.messages(50_000));
		assertThat(bulk.map(SendOutcome::index).collectList().block(TIMEOUT)).hasSize(50_000).doesNotHaveDuplicates();
		assertThat(most.get()).isBetween(1, 8);
		assertThat(underWay).hasValue(0);
	}

	private void sendAll(int number, BulkOptions options) {
		sendAll(ManualSends.messages(number), options).subscribe(this.outcomes::add);
	}

	private Flux<SendOutcome> sendAll(Flux<SendMessage> messages, BulkOptions options) {
		return new BulkSender(this.sends, options).sendAll(messages);
	}

	private static void assertFailed(SendOutcome outcome, long index, Delivery delivery) {
		assertThat(outcome.index()).isEqualTo(index);
		assertThat(outcome.isSent()).isFalse();
		assertThat(outcome.item()).isNull();
		assertThat(outcome.delivery()).isEqualTo(delivery);
	}

	private static ReachTooManyRequestsException tooManyRequests() {
		return new ReachTooManyRequestsException(new ErrorResponse(HttpMethod.POST,
				URI.create("http://localhost/create"), 429, HttpHeaders.EMPTY, "", ErrorBody.EMPTY));
	}

	/**
	 * Takes outcomes, and counts how many messages are between the input and itself.
	 */
	private static final class Take extends BaseSubscriber<SendOutcome> {

		private final MessagingItem item = ManualSends.item("MID");

		private final SendMessage message = ManualSends.message(0);

		private final long requested;

		private final BitSet seen = new BitSet();

		private int pulled;

		private int taken;

		private int largestGap;

		private @Nullable Throwable failure;

		private Take(long requested) {
			this.requested = requested;
		}

		Flux<SendMessage> input() {
			return Flux.range(0, MILLION).map((index) -> {
				this.largestGap = Math.max(this.largestGap, ++this.pulled - this.taken);
				return this.message;
			});
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			if (this.requested == Long.MAX_VALUE) {
				requestUnbounded();
			}
		}

		@Override
		protected void hookOnNext(SendOutcome outcome) {
			this.taken++;
			this.seen.set((int) outcome.index());
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.failure = error;
		}

	}

}
