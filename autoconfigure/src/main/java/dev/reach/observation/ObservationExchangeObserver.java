package dev.reach.observation;

import java.time.Duration;

import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Exchange;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.observation.ReachObservation.Events;
import dev.reach.retry.Attempt;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes an observation of each call, with an event for each of its attempts.
 *
 * @since 0.1.0
 */
public final class ObservationExchangeObserver implements ExchangeObserver {

	private final ObservationRegistry registry;

	private final ObservationConvention<ReachObservationContext> convention;

	/**
	 * Create a new observer.
	 * @param registry takes the observations
	 * @param convention names and keys
	 */
	public ObservationExchangeObserver(ObservationRegistry registry, ReachObservationConvention convention) {
		this(registry, (ObservationConvention<ReachObservationContext>) convention);
	}

	private ObservationExchangeObserver(ObservationRegistry registry,
			ObservationConvention<ReachObservationContext> convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Return an observer of requests that the gateway passes on.
	 * @param registry takes the observations
	 * @param convention names and keys
	 * @return the observer
	 */
	public static ObservationExchangeObserver ofGateway(ObservationRegistry registry,
			GatewayObservationConvention convention) {
		return new ObservationExchangeObserver(registry, convention);
	}

	/**
	 * Stop a {@link WebClient} from making observations of its own. The transport of a
	 * client is below the observation of the call; if it made one too, each call would
	 * count twice.
	 * @param builder the builder of the transport
	 */
	public static void leaveToCall(WebClient.Builder builder) {
		builder.observationRegistry(ObservationRegistry.NOOP);
	}

	@Override
	public Mono<ReachHttpResponse> observe(String clientName, Exchange exchange, Mono<ReachHttpResponse> call) {
		return Mono.deferContextual((context) -> {
			ReachObservationContext observed = new ReachObservationContext(clientName, exchange.request());
			Observation observation = start(observed, context);
			exchange.updateRequest((request) -> carried(observed, request));
			ObservedCall watched = new ObservedCall(observed, observation);
			return OutcomeMono.handle(call, watched::ended)
				.doFinally(watched::left)
				.contextWrite((inner) -> inner.put(ObservationThreadLocalAccessor.KEY, observation));
		});
	}

	@Override
	public void attempted(Attempt attempt, ContextView context) {
		event(Events.ATTEMPT, attempt.toString(), context);
	}

	@Override
	public void phased(int phase, boolean wayBack, Duration time, ContextView context) {
		event(Events.PHASE,
				Events.PHASE.getContextualName().formatted(phase, wayBack ? "after" : "before", time.toNanos() / 1000),
				context);
	}

	private static void event(Events event, String contextualName, ContextView context) {
		Observation observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (observation != null) {
			observation.event(Observation.Event.of(event.getName(), contextualName));
		}
	}

	private Observation start(ReachObservationContext observed, ContextView context) {
		Observation observation = Observation.createNotStarted(this.convention, () -> observed, this.registry);
		Observation parent = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		return observation.start();
	}

	private static ReachHttpRequest carried(ReachObservationContext observed, ReachHttpRequest request) {
		ReachHttpRequest.Builder carrier = observed.getCarrier();
		return (carrier != null) ? carrier.build() : request;
	}

}
