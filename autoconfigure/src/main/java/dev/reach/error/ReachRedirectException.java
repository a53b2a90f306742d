package dev.reach.error;

import java.net.URI;
import java.util.List;

/**
 * The service redirects, but there is no way to follow. The requests before have been
 * sent.
 *
 * @since 0.1.0
 */
public class ReachRedirectException extends ReachException {

	private final Reason reason;

	private final List<URI> chain;

	/**
	 * Create a new exception.
	 * @param message what happened, without any query
	 * @param reason why the redirect is not followed
	 * @param chain where the call has been, in this order, and last the target that is
	 * refused, if it is a URI at all
	 */
	public ReachRedirectException(String message, Reason reason, List<URI> chain) {
		super(message, null, Delivery.UNKNOWN);
		this.reason = reason;
		this.chain = List.copyOf(chain);
	}

	/**
	 * Return why the redirect is not followed.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return where the call has been. The URIs are complete; their queries may hold what
	 * belongs in no log.
	 * @return the URIs in the order of the requests, and last the target that is refused,
	 * if it is a URI at all
	 */
	public List<URI> chain() {
		return this.chain;
	}

	/**
	 * Why a redirect is not followed.
	 */
	public enum Reason {

		/**
		 * It leads to a request that this call has made before.
		 */
		LOOP,

		/**
		 * There were as many redirects before it as one call may follow.
		 */
		LIMIT,

		/**
		 * Its {@code Location} is not the address of an http or https host, or holds user
		 * information.
		 */
		LOCATION

	}

}
