package dev.reach.observation;

import java.util.Locale;

import dev.reach.observation.ReachObservation.GatewayKeyNames;
import io.micrometer.common.KeyValues;

/**
 * The default {@link GatewayObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultGatewayObservationConvention implements GatewayObservationConvention {

	@Override
	public String getName() {
		return "reach.gateway";
	}

	@Override
	public String getContextualName(ReachObservationContext context) {
		return "gateway " + context.request().method().name().toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ReachObservationContext context) {
		return KeyValues.of(GatewayKeyNames.EXCEPTION.withValue(DefaultReachObservationConvention.exception(context)),
				GatewayKeyNames.METHOD.withValue(context.request().method().name()),
				GatewayKeyNames.OUTCOME.withValue(DefaultReachObservationConvention.outcome(context)),
				GatewayKeyNames.ROUTE.withValue(context.clientName()),
				GatewayKeyNames.STATUS.withValue(DefaultReachObservationConvention.status(context)));
	}

}
