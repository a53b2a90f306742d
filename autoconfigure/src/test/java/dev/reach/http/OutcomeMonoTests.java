package dev.reach.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutcomeMono}.
 */
class OutcomeMonoTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Test
	void valueErrorAndNothingAreHandled() {
		StepVerifier.create(described(Mono.just("a"))).expectNext("value a").expectComplete().verify(TIMEOUT);
		StepVerifier.create(described(Mono.error(new IllegalStateException("b"))))
			.expectNext("error b")
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier.create(described(Mono.empty())).expectNext("nothing").expectComplete().verify(TIMEOUT);
	}

	@Test
	void whatTheHandlerThrowsIsTheError() {
		Mono<String> failing = OutcomeMono.handle(Mono.just("a"), (value, error) -> {
			throw new IllegalArgumentException("c");
		});
		StepVerifier.create(failing)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalArgumentException.class).hasMessage("c"))
			.verify(TIMEOUT);
	}

	@Test
	void noResultIsNone() {
		Mono<String> empty = OutcomeMono.handle(Mono.just("a"), (value, error) -> null);
		StepVerifier.create(empty).expectComplete().verify(TIMEOUT);
	}

	@Test
	void theResultOfAnErrorWaitsUntilItIsAskedFor() {
		StepVerifier.create(described(Mono.error(new IllegalStateException("b"))), 0)
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(20))
			.thenRequest(1)
			.expectNext("error b")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void cancellationReachesTheSourceAndTheContextToo() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Mono<String> source = Mono.deferContextual(
				(context) -> Mono.<String>never().doOnCancel(() -> cancelled.set(context.get("key").equals("value"))));
		StepVerifier.create(described(source).contextWrite((context) -> context.put("key", "value")))
			.thenCancel()
			.verify(TIMEOUT);
		assertThat(cancelled).isTrue();
	}

	@Test
	void theSourceIsCancelledAsDecided() {
		List<String> noticed = new ArrayList<>();
		Mono<String> handled = OutcomeMono.handle(Mono.<String>never().doOnCancel(() -> noticed.add("source")),
				OutcomeMonoTests::describe, (source) -> {
					noticed.add("here");
					source.cancel();
					noticed.add("done");
				});
		StepVerifier.create(handled).thenCancel().verify(TIMEOUT);
		assertThat(noticed).containsExactly("here", "source", "done");
	}

	@Test
	void theEndIsNoCancellation() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Mono<String> handled = OutcomeMono.handle(Mono.just("a"), OutcomeMonoTests::describe,
				(source) -> cancelled.set(true));
		StepVerifier.create(handled).expectNext("value a").expectComplete().verify(TIMEOUT);
		assertThat(cancelled).isFalse();
	}

	private static Mono<String> described(Mono<String> source) {
		return OutcomeMono.handle(source, OutcomeMonoTests::describe);
	}

	private static String describe(@Nullable String value, @Nullable Throwable error) {
		if (error != null) {
			return "error " + error.getMessage();
		}
		return (value != null) ? "value " + value : "nothing";
	}

}
