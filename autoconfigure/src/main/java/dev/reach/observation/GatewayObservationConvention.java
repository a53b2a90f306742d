package dev.reach.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observation of a request that the gateway passes on. A bean of
 * this type replaces the default. The name of the client is the name of the route.
 *
 * @since 0.1.0
 */
public interface GatewayObservationConvention extends ObservationConvention<ReachObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ReachObservationContext;
	}

}
