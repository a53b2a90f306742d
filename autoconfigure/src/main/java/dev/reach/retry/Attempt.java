package dev.reach.retry;

import dev.reach.error.Delivery;
import dev.reach.error.ErrorResponse;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachException;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that has ended: with a response, whatever its status, or with an error.
 *
 * @param number the number of the attempt within its call, counted from 1
 * @param response the response, or {@code null} if there is an error
 * @param error the error, or {@code null} if there is a response
 * @since 0.1.0
 */
public record Attempt(int number, @Nullable ReachHttpResponse response, @Nullable Throwable error) {

	/**
	 * Return the status of the response.
	 * @return the status, or 0 if there is none
	 */
	public int status() {
		return (this.response != null) ? this.response.status() : 0;
	}

	/**
	 * Return whether the service could not serve the request: there is an error, or a
	 * response that says so.
	 * @return {@code false} if the service was well, be the request right or wrong
	 */
	public boolean isFailure() {
		return this.response == null || this.response.isServiceAtFault();
	}

	/**
	 * Return whether the request may have been carried out.
	 * @return {@link Delivery#NOT_SENT} if it certainly was not
	 */
	public Delivery delivery() {
		return (failure() instanceof ReachException failure) ? failure.delivery() : Delivery.UNKNOWN;
	}

	/**
	 * Return this attempt as an exception.
	 * @return the error or, for a response, an exception that names its status
	 */
	Throwable failure() {
		if (this.error != null) {
			return this.error;
		}
		ReachHttpResponse answer = this.response;
		if (answer == null || answer.method() == null || answer.uri() == null) {
			return new IllegalStateException("The attempt ended without a response to a request");
		}
		return ReachApiException
			.of(ErrorResponse.withoutBody(answer.method(), answer.uri(), answer.status(), answer.headers()));
	}

	/**
	 * Return what came of the attempt, and where.
	 */
	String describe() {
		return (failure() instanceof ReachException known) ? "attempt %d: %s".formatted(this.number, known.getMessage())
				: toString();
	}

	/**
	 * Return what came of the attempt in a word.
	 */
	@Override
	public String toString() {
		String outcome = (this.error != null) ? this.error.getClass().getSimpleName() : String.valueOf(status());
		return "attempt %d: %s".formatted(this.number, outcome);
	}

}
