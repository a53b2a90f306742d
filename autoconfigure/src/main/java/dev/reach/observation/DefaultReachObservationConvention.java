package dev.reach.observation;

import java.util.Locale;

import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.observation.ReachObservation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import org.springframework.http.HttpStatus;

/**
 * The default {@link ReachObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultReachObservationConvention implements ReachObservationConvention {

	private static final String NONE = "none";

	private static final String UNKNOWN = "UNKNOWN";

	@Override
	public String getName() {
		return "http.client.requests";
	}

	@Override
	public String getContextualName(ReachObservationContext context) {
		return "http " + context.request().method().name().toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ReachObservationContext context) {
		return KeyValues.of(key(LowCardinalityKeyNames.CLIENT_NAME, context.clientName()),
				key(LowCardinalityKeyNames.EXCEPTION, exception(context)),
				key(LowCardinalityKeyNames.METHOD, context.request().method().name()),
				key(LowCardinalityKeyNames.OUTCOME, outcome(context)),
				key(LowCardinalityKeyNames.STATUS, status(context)), key(LowCardinalityKeyNames.URI, uri(context)));
	}

	private static KeyValue key(LowCardinalityKeyNames name, String value) {
		return KeyValue.of(name, value);
	}

	static String exception(ReachObservationContext context) {
		Throwable error = context.getError();
		return (error != null) ? error.getClass().getSimpleName() : NONE;
	}

	static String outcome(ReachObservationContext context) {
		ReachHttpResponse response = context.getResponse();
		HttpStatus.Series series = (response != null) ? HttpStatus.Series.resolve(response.status()) : null;
		if (series == null) {
			return UNKNOWN;
		}
		return (series == HttpStatus.Series.SUCCESSFUL) ? "SUCCESS" : series.name();
	}

	static String status(ReachObservationContext context) {
		ReachHttpResponse response = context.getResponse();
		if (response != null) {
			return String.valueOf(response.status());
		}
		if (context.getError() == null) {
			return UNKNOWN;
		}
		return (context.getError() instanceof ReachTransportException) ? "IO_ERROR" : "CLIENT_ERROR";
	}

	private static String uri(ReachObservationContext context) {
		Object template = context.request().attributes().get(ReachHttpRequest.URI_TEMPLATE);
		return (template instanceof String text && !text.isEmpty()) ? text : NONE;
	}

}
