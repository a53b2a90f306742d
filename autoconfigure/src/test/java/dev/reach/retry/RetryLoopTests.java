package dev.reach.retry;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryLoop}, in virtual time.
 */
class RetryLoopTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final RetryBudget budget = RetryBudget.standard();

	@AfterEach
	void backToRealTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void successIsNotRepeated() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(200);
		run(call).assertNext((response) -> assertThat(response.earlierFailures()).isEmpty()).verifyComplete();
		assertThat(call.begun()).containsExactly(0L);
	}

	@Test
	void repeatsAfterPausesThatGrow() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(503).then(unsent()).then(200);
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 200L, 600L);
		assertThat(call.heard()).containsExactly("attempt 1: 503", "attempt 2: ReachConnectException",
				"attempt 3: 200");
		assertThat(call.rounds()).isEqualTo(2);
	}

	@Test
	void lastErrorHasTheEarlierFailures() {
		ReachConnectException first = unsent();
		ReachConnectException last = unsent();
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(first).then(503).then(last);
		run(call).verifyErrorSatisfies((error) -> {
			assertThat(error).isSameAs(last);
			assertThat(error.getSuppressed()).hasSize(2).startsWith(first);
			assertThat(error.getSuppressed()[1]).isInstanceOf(ReachServerException.class)
				.hasMessage("GET https://api.example.com/x answered 503");
		});
	}

	@Test
	void lastResponseHasTheEarlierFailures() {
		ReachConnectException first = unsent();
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(first).then(502, 503);
		run(call).assertNext((response) -> {
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.earlierFailures()).hasSize(2).startsWith(first);
		}).verifyComplete();
	}

	@Test
	void sameErrorTwiceDoesNotSuppressItself() {
		ReachConnectException error = unsent();
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(error).then(error).then(error);
		run(call).verifyErrorSatisfies((last) -> assertThat(last.getSuppressed()).isEmpty());
	}

	@Test
	void deliveryIsThatOfAllAttempts() {
		ScriptedCall call = new ScriptedCall(HttpMethod.DELETE)
			.then(new ReachTransportException("The connection was lost", null, Delivery.UNKNOWN))
			.then(unsent())
			.then(unsent());
		run(call).verifyErrorSatisfies((error) -> {
			assertThat(((ReachConnectException) error).delivery()).isEqualTo(Delivery.UNKNOWN);
			assertThat(error).hasMessage("refused; but an earlier attempt may have been carried out");
		});
	}

	@Test
	void refusedAndUnsentAttemptsLeaveTheCallUnsent() {
		ScriptedCall call = new ScriptedCall(HttpMethod.POST).then(429).then(unsent()).then(unsent());
		run(call).verifyErrorSatisfies((error) -> {
			assertThat(((ReachConnectException) error).delivery()).isEqualTo(Delivery.NOT_SENT);
			assertThat(error).hasMessage("refused").satisfies((last) -> assertThat(last.getSuppressed()).hasSize(2));
		});
	}

	@Test
	void failsAtOnceIfTheWaitWouldOutliveTheCall() {
		ReachConnectException cause = unsent();
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).within(Duration.ofMillis(200)).then(cause);
		VirtualTimeScheduler.getOrSet();
		List<Throwable> errors = new ArrayList<>();
		loop().run(call).subscribe((response) -> {
		}, errors::add);
		assertThat(errors).containsExactly(cause);
	}

	@Test
	void waitsIfTheWaitFitsIntoTheCall() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).within(Duration.ofMillis(201)).then(unsent()).then(200);
		run(call).expectNextCount(1).verifyComplete();
	}

	@Test
	void withoutTokensThereIsNoRetry() {
		RetryBudget empty = new RetryBudget(4, 5, 1);
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(503);
		run(call, policy(), empty).assertNext((response) -> assertThat(response.status()).isEqualTo(503))
			.verifyComplete();
	}

	@Test
	void retryTakesTokensAndAHealthyAnswerGivesSomeBack() {
		run(new ScriptedCall(HttpMethod.GET).then(503, 503, 200)).expectNextCount(1).verifyComplete();
		assertThat(this.budget.available()).isEqualTo(500 - 5 - 5 + 1);
		run(new ScriptedCall(HttpMethod.GET).then(404)).expectNextCount(1).verifyComplete();
		assertThat(this.budget.available()).isEqualTo(492);
		run(new ScriptedCall(HttpMethod.POST).then(503)).expectNextCount(1).verifyComplete();
		assertThat(this.budget.available()).isEqualTo(492);
	}

	@Test
	void movingOnToAnotherHostTakesNoTimeAndNoTokens() {
		ScriptedCall call = new ScriptedCall(HttpMethod.POST).withOtherHosts(2)
			.then(unsent())
			.then(unsent())
			.then(unsent())
			.then(200);
		run(call).expectNextCount(1).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 0L, 0L, 200L);
		assertThat(this.budget.available()).isEqualTo(500 - 5 + 1);
		assertThat(call.rounds()).isEqualTo(1);
	}

	@Test
	void cancellingTheWaitEndsIt() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(unsent()).then(200);
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		Disposable subscription = loop().run(call).subscribe();
		time.advanceTimeBy(Duration.ofMillis(199));
		subscription.dispose();
		time.advanceTimeBy(LONG);
		assertThat(call.begun()).containsExactly(0L);
	}

	@Test
	void cancellingAnAttemptEndsIt() {
		AtomicBoolean cancelled = new AtomicBoolean();
		ScriptedCall call = new ScriptedCall(HttpMethod.GET)
			.then(Mono.<ReachHttpResponse>never().doOnCancel(() -> cancelled.set(true)));
		loop().run(call).subscribe().dispose();
		assertThat(cancelled).isTrue();
	}

	@Test
	void streamedResponseThatIsGivenUpIsReadToItsEnd() {
		AtomicBoolean read = new AtomicBoolean();
		Flux<DataBuffer> body = Flux.<DataBuffer>empty().doOnComplete(() -> read.set(true));
		ScriptedCall call = new ScriptedCall(HttpMethod.GET)
			.then(Mono.just(ReachHttpResponse.streaming(503, new HttpHeaders(), body)))
			.then(200);
		run(call).expectNextCount(1).verifyComplete();
		assertThat(read).isTrue();
	}

	@Test
	void streamedResponseThatIsGivenUpAndDoesNotEndIsCancelled() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Flux<DataBuffer> body = Flux.<DataBuffer>never().doOnCancel(() -> cancelled.set(true));
		ScriptedCall call = new ScriptedCall(HttpMethod.GET)
			.then(Mono.just(ReachHttpResponse.streaming(503, new HttpHeaders(), body)))
			.then(200);
		run(call).expectNextCount(1).verifyComplete();
		assertThat(cancelled).isTrue();
		assertThat(call.begun()).containsExactly(0L, 1200L);
	}

	@Test
	void responseThatIsTheResultIsNotRead() {
		Flux<DataBuffer> body = Flux.error(new AssertionError("The body was read"));
		ScriptedCall call = new ScriptedCall(HttpMethod.POST)
			.then(Mono.just(ReachHttpResponse.streaming(503, new HttpHeaders(), body)));
		run(call).assertNext((response) -> assertThat(response.isComplete()).isFalse()).verifyComplete();
	}

	@Test
	void bodyThatCanBeSentOnlyOnceIsNeverRepeatedWhateverThePolicySays() {
		ScriptedCall call = new ScriptedCall(HttpMethod.PUT)
			.withBody(ReachHttpBody.stream(Flux.empty(), MediaType.TEXT_PLAIN, -1))
			.then(unsent());
		RetryPolicy always = (context) -> RetryDecision.repeat(Duration.ZERO, "test");
		run(call, always, this.budget).verifyError(ReachConnectException.class);
		assertThat(call.begun()).hasSize(1);
	}

	@Test
	void eachCallBeginsAnew() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(503, 503, 503, 503, 503, 200);
		Mono<ReachHttpResponse> result = loop().run(call);
		virtual(result).assertNext((response) -> assertThat(response.status()).isEqualTo(503)).verifyComplete();
		virtual(result).assertNext((response) -> {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.earlierFailures()).hasSize(2);
		}).verifyComplete();
	}

	@Test
	void listenerOfTheContextHearsOfEachAttempt() {
		List<String> heard = new ArrayList<>();
		AttemptListener listener = (attempt, context) -> heard.add(attempt.toString());
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(429, 200);
		virtual(loop().run(call).contextWrite((context) -> context.put(AttemptListener.class, listener)))
			.expectNextCount(1)
			.verifyComplete();
		assertThat(heard).containsExactly("attempt 1: 429", "attempt 2: 200");
	}

	@Test
	void ownPolicyDecides() {
		List<RetryContext> asked = new ArrayList<>();
		RetryPolicy policy = (context) -> {
			asked.add(context);
			return (context.attempt().number() < 5) ? RetryDecision.repeat(Duration.ofSeconds(1), "patient")
					: RetryDecision.giveUp("enough");
		};
		ScriptedCall call = new ScriptedCall(HttpMethod.POST).then(418, 418, 418, 418, 418);
		run(call, policy, this.budget).assertNext((response) -> assertThat(response.status()).isEqualTo(418))
			.verifyComplete();
		assertThat(asked).extracting(RetryContext::retries).containsExactly(0, 1, 2, 3, 4);
		assertThat(call.begun()).containsExactly(0L, 1000L, 2000L, 3000L, 4000L);
	}

	private RetryLoop loop() {
		return new RetryLoop(policy(), this.budget, null);
	}

	private StepVerifier.Step<ReachHttpResponse> run(ScriptedCall call) {
		return run(call, policy(), this.budget);
	}

	private static StepVerifier.Step<ReachHttpResponse> run(ScriptedCall call, RetryPolicy policy, RetryBudget budget) {
		return virtual(new RetryLoop(policy, budget, null).run(call));
	}

	private static StepVerifier.Step<ReachHttpResponse> virtual(Mono<ReachHttpResponse> result) {
		return StepVerifier.withVirtualTime(() -> result).expectSubscription().thenAwait(LONG);
	}

	private static RetryPolicy policy() {
		return new StandardRetryPolicy(RetrySettings.standard(), Clock.systemUTC(), () -> 0);
	}

	private static ReachConnectException unsent() {
		return new ReachConnectException("refused", null, Delivery.NOT_SENT);
	}

}
