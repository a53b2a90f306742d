package dev.reach.observation;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import io.micrometer.observation.transport.RequestReplySenderContext;

/**
 * What is known of a call while it is observed. Handlers, such as those that propagate a
 * trace, add headers to its carrier.
 *
 * @since 0.1.0
 */
public final class ReachObservationContext
		extends RequestReplySenderContext<ReachHttpRequest.Builder, ReachHttpResponse> {

	private final String clientName;

	private final ReachHttpRequest request;

	private volatile boolean cancelled;

	ReachObservationContext(String clientName, ReachHttpRequest request) {
		super((carrier, name, value) -> {
			if (carrier != null) {
				carrier.header(name, value);
			}
		});
		this.clientName = clientName;
		this.request = request;
		setCarrier(request.mutate());
	}

	/**
	 * Return the name of the client.
	 * @return the name
	 */
	public String clientName() {
		return this.clientName;
	}

	/**
	 * Return the request as the caller gave it, with the default headers.
	 * @return the request
	 */
	public ReachHttpRequest request() {
		return this.request;
	}

	/**
	 * Return whether the caller gave the call up.
	 * @return whether the call was cancelled
	 */
	public boolean isCancelled() {
		return this.cancelled;
	}

	void cancelled() {
		this.cancelled = true;
	}

}
