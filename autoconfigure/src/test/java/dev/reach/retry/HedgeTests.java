package dev.reach.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hedge}, in virtual time.
 */
class HedgeTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final RetryBudget budget = RetryBudget.standard();

	private final AtomicInteger cancelled = new AtomicInteger();

	@Test
	void fastReadIsAskedOnce() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(99, 200));
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L);
		assertThat(this.budget.available()).isEqualTo(500);
	}

	@Test
	void slowReadIsAskedAgainAndTheLoserIsCancelled() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(5000, 201)).then(after(50, 200));
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 100L);
		assertThat(this.cancelled).hasValue(1);
		assertThat(this.budget.available()).isEqualTo(500 - 5 + 1);
	}

	@Test
	void firstMayStillWin() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(120, 200)).then(after(5000, 201));
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(this.cancelled).hasValue(1);
	}

	@Test
	void failureOfOneLeavesTheOtherGoing() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(150, 503)).then(after(500, 200));
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 100L);
		assertThat(this.cancelled).hasValue(0);
	}

	@Test
	void failureBeforeTheDelayIsRepeatedAndNotHedged() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET)
			.then(new ReachConnectException("refused", null, Delivery.NOT_SENT))
			.then(after(50, 200));
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 200L);
	}

	@Test
	void failureOfBothIsRepeated() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(150, 503)).then(after(150, 503)).then(200);
		run(call).assertNext((response) -> assertThat(response.status()).isEqualTo(200)).verifyComplete();
		assertThat(call.begun()).containsExactly(0L, 100L, 450L);
	}

	@Test
	void withoutTokensThereIsNoHedge() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(5000, 200));
		run(call, new RetryBudget(4, 5, 1)).expectNextCount(1).verifyComplete();
		assertThat(call.begun()).containsExactly(0L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH" })
	void onlyReadsAreHedged(String method) {
		ScriptedCall call = new ScriptedCall(HttpMethod.valueOf(method)).then(after(5000, 200));
		run(call).expectNextCount(1).verifyComplete();
		assertThat(call.begun()).containsExactly(0L);
	}

	@Test
	void cancellingTheCallCancelsBoth() {
		ScriptedCall call = new ScriptedCall(HttpMethod.GET).then(after(5000, 200)).then(after(5000, 200));
		StepVerifier.withVirtualTime(() -> loop(this.budget).run(call))
			.expectSubscription()
			.thenAwait(Duration.ofMillis(200))
			.thenCancel()
			.verify(LONG);
		assertThat(call.begun()).hasSize(2);
		assertThat(this.cancelled).hasValue(2);
	}

	private StepVerifier.Step<ReachHttpResponse> run(ScriptedCall call) {
		return run(call, this.budget);
	}

	private StepVerifier.Step<ReachHttpResponse> run(ScriptedCall call, RetryBudget budget) {
		return StepVerifier.withVirtualTime(() -> loop(budget).run(call)).expectSubscription().thenAwait(LONG);
	}

	private static RetryLoop loop(RetryBudget budget) {
		RetryPolicy policy = (context) -> context.attempt().isFailure()
				? RetryDecision.repeat(Duration.ofMillis(200), "test") : RetryDecision.giveUp("test");
		return new RetryLoop(policy, budget, Duration.ofMillis(100));
	}

	private Mono<ReachHttpResponse> after(long millis, int status) {
		return Mono.defer(() -> Mono.delay(Duration.ofMillis(millis)))
			.map((tick) -> ReachHttpResponse.of(status))
			.doFinally((signal) -> {
				if (signal == SignalType.CANCEL) {
					this.cancelled.incrementAndGet();
				}
			});
	}

}
