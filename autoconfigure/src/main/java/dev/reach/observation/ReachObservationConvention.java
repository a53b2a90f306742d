package dev.reach.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observation of a call. A bean of this type replaces the default.
 *
 * @since 0.1.0
 */
public interface ReachObservationConvention extends ObservationConvention<ReachObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ReachObservationContext;
	}

}
