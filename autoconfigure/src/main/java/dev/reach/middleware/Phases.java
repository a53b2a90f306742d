package dev.reach.middleware;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Runs the middlewares of a range of phases around the rest of a call.
 */
final class Phases {

	private final List<List<Middleware>> phases;

	private final ExchangeObserver observer;

	private Phases(List<List<Middleware>> phases, ExchangeObserver observer) {
		this.phases = phases;
		this.observer = observer;
	}

	static Phases of(List<Middleware> middlewares, IntPredicate range, ExchangeObserver observer) {
		SortedMap<Integer, List<Middleware>> phases = new TreeMap<>();
		for (Middleware middleware : middlewares) {
			if (range.test(middleware.phase())) {
				checkPhase(middleware);
				phases.computeIfAbsent(middleware.phase(), (phase) -> new ArrayList<>()).add(middleware);
			}
		}
		return new Phases(List.copyOf(phases.values()), observer);
	}

	Mono<ReachHttpResponse> around(Exchange exchange, Deadline deadline, Supplier<Mono<ReachHttpResponse>> inner) {
		return this.phases.isEmpty() ? inner.get() : run(0, exchange, deadline, inner).then(outcome(exchange));
	}

	private Mono<Void> run(int index, Exchange exchange, Deadline deadline, Supplier<Mono<ReachHttpResponse>> inner) {
		if (index == this.phases.size()) {
			return settle(exchange, Mono.defer(inner).doOnNext(exchange::respond).then());
		}
		Mono<Void> rest = Mono
			.defer(() -> exchange.isDecided() ? Mono.empty() : run(index + 1, exchange, deadline, inner));
		return Mono.usingWhen(Mono.just(this.phases.get(index)),
				(phase) -> limited(exchange, all(phase, false, (middleware) -> middleware.before(exchange)),
						deadline::limit)
					.then(rest),
				(phase) -> wayBack(phase, exchange, deadline), (phase, ex) -> wayBack(phase, exchange, deadline),
				(phase) -> {
					exchange.fail(new CancellationException("The call was cancelled"));
					return wayBack(phase, exchange, deadline);
				});
	}

	private Mono<Void> wayBack(List<Middleware> phase, Exchange exchange, Deadline deadline) {
		return limited(exchange, all(phase, true, (middleware) -> middleware.after(exchange)), deadline::limitWayBack);
	}

	// What has nothing left to do needs no time limit.
	private static Mono<Void> limited(Exchange exchange, Mono<Void> part,
			BiFunction<Exchange, Mono<Void>, Mono<Void>> limit) {
		return (part == Mono.<Void>empty()) ? part : settle(exchange, limit.apply(exchange, part));
	}

	private static Mono<Void> settle(Exchange exchange, Mono<Void> part) {
		return part.onErrorResume((ex) -> {
			Throwable earlier = exchange.error();
			if (earlier != null && earlier != ex) {
				ex.addSuppressed(earlier);
			}
			exchange.fail(ex);
			return Mono.empty();
		});
	}

	private Mono<Void> all(List<Middleware> phase, boolean wayBack, Function<Middleware, Mono<Void>> step) {
		return (this.observer == ExchangeObserver.NONE) ? all(phase, step)
				: timed(phase.get(0).phase(), wayBack, () -> all(phase, step));
	}

	private static Mono<Void> all(List<Middleware> phase, Function<Middleware, Mono<Void>> step) {
		return (phase.size() == 1) ? begin(phase.get(0), step)
				: Mono.when(phase.stream().map((middleware) -> Mono.defer(() -> step.apply(middleware))).toList());
	}

	private static Mono<Void> begin(Middleware middleware, Function<Middleware, Mono<Void>> step) {
		try {
			return Objects.requireNonNull(step.apply(middleware), "A middleware must not return null");
		}
		catch (Throwable ex) {
			Exceptions.throwIfFatal(ex);
			return Mono.error(ex);
		}
	}

	private Mono<Void> timed(int phase, boolean wayBack, Supplier<Mono<Void>> part) {
		return Mono.deferContextual((context) -> {
			long start = System.nanoTime();
			Runnable ended = () -> this.observer.phased(phase, wayBack, Duration.ofNanos(System.nanoTime() - start),
					context);
			return part.get().doOnTerminate(ended).doOnCancel(ended);
		});
	}

	private static Mono<ReachHttpResponse> outcome(Exchange exchange) {
		return Mono.defer(() -> {
			Throwable error = exchange.error();
			@Nullable ReachHttpResponse response = exchange.response();
			return (error != null) ? Mono.error(error) : Mono.justOrEmpty(response);
		});
	}

	private static void checkPhase(Middleware middleware) {
		if (middleware.phase() < Phase.CLIENT_EDGE || middleware.phase() > Phase.TARGET_EDGE) {
			throw new ReachConfigurationException("The phase of the middleware %s is %d, but must be between %d and %d"
				.formatted(middleware, middleware.phase(), Phase.CLIENT_EDGE, Phase.TARGET_EDGE));
		}
	}

}
