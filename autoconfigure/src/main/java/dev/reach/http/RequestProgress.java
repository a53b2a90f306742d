package dev.reach.http;

import java.util.concurrent.atomic.AtomicReference;

import dev.reach.error.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * How far a call has come, so that one that is cut off from outside can say whether its
 * request may have been carried out. It travels with the request. Only a transport that
 * can tell needs to know it: one that never touches it is taken to have sent the request
 * as soon as it was given it.
 *
 * @since 0.1.0
 */
public final class RequestProgress {

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final @Nullable RequestProgress call;

	/**
	 * Create the progress of a call.
	 */
	public RequestProgress() {
		this(null);
	}

	private RequestProgress(@Nullable RequestProgress call) {
		this.call = call;
	}

	/**
	 * Return a new progress for one attempt of the call. What it says is said of the call
	 * too.
	 * @return a progress at its beginning
	 */
	public RequestProgress newAttempt() {
		return new RequestProgress(this);
	}

	/**
	 * Return the progress of the call a request belongs to.
	 * @param request the request
	 * @return the progress, a new one if nobody follows the request
	 */
	public static RequestProgress of(ReachHttpRequest request) {
		RequestProgress followed = request.progress();
		return (followed != null) ? followed : new RequestProgress();
	}

	/**
	 * Return the request with this progress attached.
	 * @param request the request
	 * @return a copy
	 */
	public ReachHttpRequest attachTo(ReachHttpRequest request) {
		return request.mutate().progress(this).build();
	}

	/**
	 * The request is given to a transport, which from here on may send it.
	 */
	public void handedOver() {
		advanceTo(State.HANDED_OVER);
	}

	/**
	 * The transport promises to call {@link #written()} before it writes the first byte.
	 */
	public void notYetWritten() {
		this.state.compareAndSet(State.HANDED_OVER, State.CONNECTING);
		if (this.call != null) {
			this.call.notYetWritten();
		}
	}

	/**
	 * The transport is about to write the request.
	 */
	public void written() {
		advanceTo(State.WRITTEN);
	}

	/**
	 * Return what is known about the fate of the request.
	 * @return {@link Delivery#NOT_SENT} if certainly nothing was written
	 */
	public Delivery delivery() {
		State current = this.state.get();
		boolean unsent = current == State.WAITING || current == State.CONNECTING;
		return unsent ? Delivery.NOT_SENT : Delivery.UNKNOWN;
	}

	private void advanceTo(State next) {
		this.state.updateAndGet((current) -> (current == State.WRITTEN) ? current : next);
		if (this.call != null) {
			this.call.advanceTo(next);
		}
	}

	private enum State {

		WAITING, HANDED_OVER, CONNECTING, WRITTEN

	}

}
