package dev.reach.benchmarks.load;

import java.time.Duration;
import java.util.Objects;

import dev.reach.benchmarks.client.ReactiveContestant;
import dev.reach.messaging.MessagingItem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A closed loop with a fixed number of calls in flight.
 *
 * @param contestant sends
 * @param inFlight the number of calls in flight
 */
public record ReactiveLoad(ReactiveContestant contestant, int inFlight) implements Load {

	@Override
	public Sample run(Duration slice) {
		Meter meter = Meter.start();
		long end = System.nanoTime() + slice.toNanos();
		Long calls = Flux.<Mono<MessagingItem>>generate((sink) -> {
			if (System.nanoTime() < end) {
				sink.next(this.contestant.send());
			}
			else {
				sink.complete();
			}
		}).flatMap((call) -> call, this.inFlight).count().block();
		return meter.stop(Objects.requireNonNull(calls));
	}

}
