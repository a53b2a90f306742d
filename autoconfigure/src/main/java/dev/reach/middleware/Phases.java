package dev.reach.middleware;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
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

	static Phases of(List<Middleware> middlewares, ExchangeObserver observer) {
		middlewares.forEach(Phases::checkPhase);
		return new Phases(List.copyOf(middlewares.stream()
			.collect(Collectors.groupingBy(Middleware::phase, TreeMap::new, Collectors.toList()))
			.values()), observer);
	}

	Mono<ReachHttpResponse> around(Exchange exchange, Deadline deadline, Supplier<Mono<ReachHttpResponse>> inner) {
		return this.phases.isEmpty() ? inner.get() : run(0, exchange, deadline, inner).then(outcome(exchange));
	}

	private Mono<Void> run(int index, Exchange exchange, Deadline deadline, Supplier<Mono<ReachHttpResponse>> inner) {
		if (index == this.phases.size()) {
			return settle(exchange, Mono.defer(inner).doOnNext(exchange::respond).then());
		}
		List<Middleware> phase = this.phases.get(index);
		Mono<Void> rest = Mono
			.defer(() -> exchange.isDecided() ? Mono.empty() : run(index + 1, exchange, deadline, inner));
		return Mono.usingWhen(Mono.just(phase),
				(middlewares) -> settle(exchange,
						deadline.limit(exchange, all(middlewares, false, (middleware) -> middleware.before(exchange))))
					.then(rest),
				(middlewares) -> wayBack(middlewares, exchange, deadline),
				(middlewares, ex) -> wayBack(middlewares, exchange, deadline), (middlewares) -> {
					exchange.fail(new CancellationException("The call was cancelled"));
					return wayBack(middlewares, exchange, deadline);
				});
	}

	private Mono<Void> wayBack(List<Middleware> phase, Exchange exchange, Deadline deadline) {
		return settle(exchange,
				deadline.limitWayBack(exchange, all(phase, true, (middleware) -> middleware.after(exchange))));
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
		List<Mono<Void>> steps = phase.stream().map((middleware) -> Mono.defer(() -> step.apply(middleware))).toList();
		Mono<Void> all = (steps.size() == 1) ? steps.get(0) : Mono.when(steps);
		return (this.observer == ExchangeObserver.NONE) ? all : timed(phase.get(0).phase(), wayBack, all);
	}

	private Mono<Void> timed(int phase, boolean wayBack, Mono<Void> part) {
		return Mono.deferContextual((context) -> {
			long start = System.nanoTime();
			Runnable ended = () -> this.observer.phased(phase, wayBack, Duration.ofNanos(System.nanoTime() - start),
					context);
			return part.doOnTerminate(ended).doOnCancel(ended);
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
