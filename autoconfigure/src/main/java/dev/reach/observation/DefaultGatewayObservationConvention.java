package dev.reach.observation;

import java.util.Locale;
import java.util.Set;

import dev.reach.http.ReachHttpRequest;
import dev.reach.observation.ReachObservation.GatewayKeyNames;
import io.micrometer.common.KeyValues;

import org.springframework.http.HttpMethod;

/**
 * The default {@link GatewayObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultGatewayObservationConvention implements GatewayObservationConvention {

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	@Override
	public String getName() {
		return "reach.gateway";
	}

	@Override
	public String getContextualName(ReachObservationContext context) {
		return "gateway " + methodOf(context.request()).toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ReachObservationContext context) {
		return KeyValues.of(GatewayKeyNames.EXCEPTION.withValue(DefaultReachObservationConvention.exception(context)),
				GatewayKeyNames.METHOD.withValue(methodOf(context.request())),
				GatewayKeyNames.OUTCOME.withValue(DefaultReachObservationConvention.outcome(context)),
				GatewayKeyNames.ROUTE.withValue(context.clientName()),
				GatewayKeyNames.STATUS.withValue(DefaultReachObservationConvention.status(context)));
	}

	// Callers make up others as they like.
	private static String methodOf(ReachHttpRequest request) {
		return METHODS.contains(request.method()) ? request.method().name() : "UNKNOWN";
	}

}
