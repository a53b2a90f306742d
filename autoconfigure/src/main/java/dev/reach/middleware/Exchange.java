package dev.reach.middleware;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the pipeline: its request, then its response or error, and
 * the state that its middlewares share. Safe for use by the middlewares of one phase at
 * the same time.
 *
 * @since 0.1.0
 */
public final class Exchange {

	private final AtomicReference<ReachHttpRequest> request;

	private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.NONE);

	private final Map<String, Object> state;

	private final RequestProgress progress;

	private final boolean leftOrigin;

	Exchange(ReachHttpRequest request, Map<String, Object> initialState) {
		this(request, initialState.isEmpty() ? new ConcurrentHashMap<>() : new ConcurrentHashMap<>(initialState),
				new RequestProgress(), false);
	}

	private Exchange(ReachHttpRequest request, Map<String, Object> state, RequestProgress progress,
			boolean leftOrigin) {
		this.request = new AtomicReference<>(request);
		this.state = state;
		this.progress = progress;
		this.leftOrigin = leftOrigin;
	}

	/**
	 * Return the request as it is now.
	 * @return the request
	 */
	public ReachHttpRequest request() {
		return this.request.get();
	}

	/**
	 * Change the request. Changes by middlewares of one phase are all kept.
	 * @param change given the request as it is now, returns the changed one; may be
	 * called more than once
	 */
	public void updateRequest(UnaryOperator<ReachHttpRequest> change) {
		this.request.updateAndGet(change);
	}

	/**
	 * Return the response.
	 * @return the response, or {@code null} if there is none or the call has failed
	 */
	public @Nullable ReachHttpResponse response() {
		return this.outcome.get().response();
	}

	/**
	 * Set the response, in place of an earlier response or error. On the way out this
	 * ends the call without a request. A response that is streamed and whose body the new
	 * one does not use has to be given up first, by {@link ReachHttpResponse#cancel()}.
	 * @param response the response
	 */
	public void respond(ReachHttpResponse response) {
		ReachHttpResponse answer = (response.method() != null) ? response : response.answering(request());
		this.outcome.set(new Outcome(answer, null));
	}

	/**
	 * Return the error.
	 * @return the error, or {@code null} if the call has not failed; a
	 * {@link java.util.concurrent.CancellationException} if the caller gave it up
	 */
	public @Nullable Throwable error() {
		return this.outcome.get().error();
	}

	/**
	 * Set the error, in place of an earlier response or error. A response that is
	 * streamed is given up.
	 * @param error the error
	 */
	public void fail(Throwable error) {
		ReachHttpResponse given = this.outcome.getAndSet(new Outcome(null, error)).response();
		if (given != null && !given.isComplete()) {
			given.cancel();
		}
	}

	/**
	 * Return the state that the middlewares of this call share: a copy of the initial
	 * state of the client, made for this call.
	 * @return the state, to be read and changed; safe for concurrent use
	 */
	public Map<String, Object> state() {
		return this.state;
	}

	RequestProgress progress() {
		return this.progress;
	}

	boolean isDecided() {
		return !this.outcome.get().equals(Outcome.NONE);
	}

	boolean hasLeftOrigin() {
		return this.leftOrigin;
	}

	Exchange newAttempt() {
		return new Exchange(request(), this.state, this.progress.newAttempt(), this.leftOrigin);
	}

	Exchange redirected(ReachHttpRequest request, boolean toOtherOrigin) {
		return new Exchange(request, this.state, this.progress, this.leftOrigin || toOtherOrigin);
	}

	private record Outcome(@Nullable ReachHttpResponse response, @Nullable Throwable error) {

		static final Outcome NONE = new Outcome(null, null);

	}

}
