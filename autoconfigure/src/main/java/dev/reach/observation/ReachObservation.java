package dev.reach.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of a client.
 *
 * @since 0.1.0
 */
public enum ReachObservation implements ObservationDocumentation {

	/**
	 * One call, from the caller's request to the complete response, retries included.
	 * Name and keys are those of Spring's own HTTP clients, so that existing dashboards
	 * show it.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultReachObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	},

	/**
	 * One request that the gateway passes on, until the end of the response. For a
	 * WebSocket: its handshake.
	 */
	GATEWAY {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultGatewayObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return GatewayKeyNames.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	};

	/**
	 * Events of a call, and of a request that the gateway passes on.
	 */
	public enum Events implements Observation.Event {

		/**
		 * An attempt has ended. Its contextual name has the number of the attempt and
		 * what came of it: the status, or the simple name of the exception.
		 */
		ATTEMPT("attempt", "attempt %d: %s"),

		/**
		 * The middlewares of a phase have done their part. Its contextual name has the
		 * number of the phase, which part it was, and the time it took.
		 */
		PHASE("phase", "phase %d %s: %d us");

		private final String name;

		private final String contextualName;

		Events(String name, String contextualName) {
			this.name = name;
			this.contextualName = contextualName;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public String getContextualName() {
			return this.contextualName;
		}

	}

	/**
	 * Keys of which each has few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The name of the client.
		 */
		CLIENT_NAME("client.name"),

		/**
		 * The simple name of the exception, or {@code none}.
		 */
		EXCEPTION("exception"),

		/**
		 * The HTTP method.
		 */
		METHOD("method"),

		/**
		 * The class of the status: {@code SUCCESS}, {@code CLIENT_ERROR} and so on, or
		 * {@code UNKNOWN} if no response came.
		 */
		OUTCOME("outcome"),

		/**
		 * The status code, or {@code IO_ERROR} if no response came, or
		 * {@code CLIENT_ERROR} if the request was not sent at all, or {@code UNKNOWN} as
		 * long as the call goes on and if it was cancelled.
		 */
		STATUS("status"),

		/**
		 * The URI template of the operation, or {@code none}; never a path with values in
		 * it and never a query.
		 */
		URI("uri");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of a request that the gateway passes on, of which each has few values.
	 */
	public enum GatewayKeyNames implements KeyName {

		/**
		 * The simple name of the exception, or {@code none}.
		 */
		EXCEPTION("exception"),

		/**
		 * The HTTP method.
		 */
		METHOD("method"),

		/**
		 * The class of the status, as of a call.
		 */
		OUTCOME("outcome"),

		/**
		 * The name of the route.
		 */
		ROUTE("route"),

		/**
		 * The status code of the target, or what stands in its place, as of a call.
		 */
		STATUS("status");

		private final String key;

		GatewayKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
