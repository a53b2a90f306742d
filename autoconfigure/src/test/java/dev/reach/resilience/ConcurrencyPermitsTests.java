package dev.reach.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.http.ReachHttpResponse;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConcurrencyPermits}.
 */
class ConcurrencyPermitsTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final int ITERATIONS = 2000;

	@AfterEach
	void useRealTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void withoutAWaitACallTooManyIsRefusedAtOnce() {
		Bulkhead bulkhead = bulkhead(1, Duration.ZERO);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Sinks.One<ReachHttpResponse> first = attempts.start("a");
		attempts.start("b");
		assertThat(attempts.failures()).singleElement().satisfies((ex) -> {
			assertThat(ex).isInstanceOf(ReachConcurrencyLimitedException.class)
				.hasMessage("The concurrency limit 'reach' of 1 calls is reached, and none of them ended within 0 ms; "
						+ "POST https://localhost/any was not sent");
			assertThat(((ReachConcurrencyLimitedException) ex).delivery()).isEqualTo(Delivery.NOT_SENT);
		});
		first.tryEmitValue(Attempts.OK);
		attempts.start("c");
		assertThat(attempts.begun()).containsExactly("a", "c");
	}

	@Test
	void callsWaitInTheOrderOfArrival() {
		Bulkhead bulkhead = bulkhead(2, LIMIT);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Sinks.One<ReachHttpResponse> first = attempts.start("a");
		Sinks.One<ReachHttpResponse> second = attempts.start("b");
		attempts.start("c");
		Disposable cancelled = attempts.start("d", Mono.never());
		attempts.start("e");
		assertThat(attempts.begun()).containsExactly("a", "b");
		second.tryEmitError(new IllegalStateException());
		assertThat(attempts.begun()).containsExactly("a", "b", "c");
		cancelled.dispose();
		first.tryEmitEmpty();
		assertThat(attempts.begun()).containsExactly("a", "b", "c", "e");
		assertThat(attempts.failures()).hasSize(1);
	}

	@Test
	void aCallThatIsCancelledMakesRoom() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Disposable first = attempts.start("a", Mono.never());
		attempts.start("b");
		first.dispose();
		assertThat(attempts.begun()).containsExactly("a", "b");
	}

	@Test
	void waitingIsBoundedInTimeAndNeverBlocks() {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		Bulkhead bulkhead = bulkhead(1, Duration.ofSeconds(3));
		List<String> events = events(bulkhead);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Sinks.One<ReachHttpResponse> first = attempts.start("a");
		attempts.start("b");
		time.advanceTimeBy(Duration.ofSeconds(2));
		attempts.start("c");
		time.advanceTimeBy(Duration.ofMillis(999));
		assertThat(attempts.failures()).isEmpty();
		time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(attempts.failures()).singleElement()
			.isInstanceOf(ReachConcurrencyLimitedException.class)
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasMessageContaining("within 3000 ms");
		first.tryEmitValue(Attempts.OK);
		assertThat(attempts.begun()).containsExactly("a", "c");
		assertThat(events).containsExactly("permitted", "rejected", "finished", "permitted");
	}

	@Test
	void waitingIsBoundedInNumber() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Disposable first = attempts.start("a", Mono.never());
		List<Disposable> waiting = new ArrayList<>();
		for (int call = 0; call < ConcurrencyPermits.MAX_WAITING; call++) {
			waiting.add(attempts.start("b", Mono.never()));
		}
		assertThat(attempts.failures()).isEmpty();
		attempts.start("c");
		assertThat(attempts.failures()).singleElement()
			.isInstanceOf(ReachConcurrencyLimitedException.class)
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasMessageContaining("10000 others wait already");
		waiting.forEach(Disposable::dispose);
		first.dispose();
		attempts.start("d");
		assertThat(attempts.begun()).containsExactly("a", "d");
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
	}

	@Test
	void callsThatEndAtOnceDoNotPileUp() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		Sinks.One<ReachHttpResponse> first = attempts.start("a");
		for (int call = 0; call < ConcurrencyPermits.MAX_WAITING; call++) {
			attempts.start("b", Mono.just(Attempts.OK));
		}
		first.tryEmitValue(Attempts.OK);
		assertThat(attempts.failures()).isEmpty();
		assertThat(attempts.begun()).hasSize(ConcurrencyPermits.MAX_WAITING + 1);
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
	}

	@Test
	void aStreamedResponseKeepsItsPlaceUntilItsBodyEnds() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		ConcurrencyPermits permits = new ConcurrencyPermits(bulkhead);
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		ReachHttpResponse response = stream(permits, body.asFlux());
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
		response.body().subscribe();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
		body.tryEmitComplete();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
	}

	@Test
	void aStreamedResponseLeavesItsPlaceWhenItsBodyIsCancelledOrFails() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		ConcurrencyPermits permits = new ConcurrencyPermits(bulkhead);
		stream(permits, Flux.never()).cancel();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
		stream(permits, Flux.error(new IllegalStateException())).discard().onErrorComplete().block();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
	}

	@Test
	void callsOfOthersWhoUseTheBulkheadMoveTheLine() {
		Bulkhead bulkhead = bulkhead(1, LIMIT);
		Attempts attempts = new Attempts(new ConcurrencyPermits(bulkhead));
		bulkhead.acquirePermission();
		attempts.start("a");
		assertThat(attempts.begun()).isEmpty();
		bulkhead.onComplete();
		assertThat(attempts.begun()).containsExactly("a");
	}

	@Test
	void noMoreThanThePlacesAreUnderWay() {
		ConcurrencyPermits permits = new ConcurrencyPermits(bulkhead(2, LIMIT));
		AtomicInteger active = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Mono<ReachHttpResponse> attempt = Mono.delay(Duration.ofNanos(1))
			.thenReturn(Attempts.OK)
			.doFirst(() -> most.accumulateAndGet(active.incrementAndGet(), Math::max))
			.doOnTerminate(active::decrementAndGet);
		Flux.range(0, ITERATIONS)
			.flatMap((number) -> permits.around(Attempts.REQUEST, attempt).subscribeOn(Schedulers.parallel()), 16)
			.blockLast(LIMIT);
		assertThat(most).hasValue(2);
	}

	@Test
	void noPlaceIsLostHoweverACallEnds() {
		Bulkhead bulkhead = bulkhead(2, Duration.ofMillis(1));
		ConcurrencyPermits permits = new ConcurrencyPermits(bulkhead);
		Flux.range(0, 4 * ITERATIONS)
			.flatMap((number) -> racing(permits).subscribeOn(Schedulers.parallel()), 16)
			.blockLast(LIMIT.multipliedBy(3));
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(2);
	}

	// Each call is cancelled, and ends, and may be tired of waiting, in an order that is
	// left to chance.
	private static Mono<Void> racing(ConcurrencyPermits permits) {
		return Mono.defer(() -> {
			Sinks.One<ReachHttpResponse> end = Sinks.one();
			Disposable call = permits.around(Attempts.REQUEST, end.asMono())
				.subscribe(ReachHttpResponse::cancel, (ex) -> {
				});
			boolean streamed = ThreadLocalRandom.current().nextBoolean();
			return Mono.when(
					later(() -> end.tryEmitValue(streamed
							? ReachHttpResponse.streaming(200, new HttpHeaders(), Flux.never()) : Attempts.OK)),
					later(call::dispose));
		});
	}

	private static Mono<Void> later(Runnable action) {
		Mono<Void> step = Mono.<Void>fromRunnable(action).subscribeOn(Schedulers.parallel());
		return (ThreadLocalRandom.current().nextInt(4) > 0) ? step : Mono.delay(Duration.ofMillis(1)).then(step);
	}

	private static ReachHttpResponse stream(ConcurrencyPermits permits, Flux<DataBuffer> body) {
		return permits.around(Attempts.REQUEST, Mono.just(ReachHttpResponse.streaming(200, new HttpHeaders(), body)))
			.blockOptional(LIMIT)
			.orElseThrow();
	}

	private static List<String> events(Bulkhead bulkhead) {
		List<String> events = new ArrayList<>();
		bulkhead.getEventPublisher()
			.onCallPermitted((event) -> events.add("permitted"))
			.onCallRejected((event) -> events.add("rejected"))
			.onCallFinished((event) -> events.add("finished"));
		return events;
	}

	private static Bulkhead bulkhead(int calls, Duration maxWait) {
		return Bulkhead.of("reach", BulkheadConfig.custom().maxConcurrentCalls(calls).maxWaitDuration(maxWait).build());
	}

}
