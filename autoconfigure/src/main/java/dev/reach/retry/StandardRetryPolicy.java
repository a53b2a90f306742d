package dev.reach.retry;

import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.error.RetryAfter;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The rule of retry: a request is repeated if it was certainly not carried out, or if it
 * is idempotent and the failure may pass.
 *
 * @param settings the settings
 * @param clock the clock that dates are compared with
 * @param random gives numbers from 0 to 1
 */
record StandardRetryPolicy(RetrySettings settings, Clock clock, DoubleSupplier random) implements RetryPolicy {

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int UNAVAILABLE = 503;

	@Override
	public RetryDecision decide(RetryContext context) {
		String objection = objection(context);
		return (objection != null) ? RetryDecision.giveUp(objection) : pause(context);
	}

	private @Nullable String objection(RetryContext context) {
		if (this.settings.maxTries() != null && context.attempt().number() >= this.settings.maxTries()) {
			return "reach.max-tries is reached";
		}
		if (context.retries() >= this.settings.maxRetries() && !goesOn(context)) {
			return "reach.retry.max-retries is reached";
		}
		Throwable error = context.attempt().error();
		return (error != null) ? objectionTo(error, context) : objectionToStatus(context);
	}

	private @Nullable String objectionTo(Throwable error, RetryContext context) {
		if (!(error instanceof ReachTransportException failure)) {
			return "it is no fault of the transport";
		}
		boolean hostIsAtFault = failure instanceof ReachConnectException || failure instanceof ReachTlsException;
		if (!failure.isRecoverable() && !(context.otherHost() && hostIsAtFault)) {
			return "a repeat would fail in the same way";
		}
		boolean unsent = context.attempt().delivery() == Delivery.NOT_SENT;
		return (unsent || mayBeDoneTwice(context.request())) ? null : "it may have been carried out";
	}

	private @Nullable String objectionToStatus(RetryContext context) {
		int status = context.attempt().status();
		if (!this.settings.statuses().contains(status)) {
			return "the status is not in reach.retry.statuses";
		}
		return (isRefusal(context.attempt()) || mayBeDoneTwice(context.request())) ? null
				: "it may have been carried out";
	}

	private static boolean isRefusal(Attempt attempt) {
		ReachHttpResponse response = attempt.response();
		return attempt.status() == TOO_MANY_REQUESTS || attempt.status() == UNAVAILABLE && response != null
				&& response.headers().containsHeader(HttpHeaders.RETRY_AFTER);
	}

	private boolean mayBeDoneTwice(ReachHttpRequest request) {
		return this.settings.retryNonIdempotent() || this.settings.methods().contains(request.method())
				|| Boolean.TRUE.equals(request.attributes().get(ReachHttpRequest.IDEMPOTENT));
	}

	private RetryDecision pause(RetryContext context) {
		if (goesOn(context)) {
			return RetryDecision.repeat(Duration.ZERO, "another host may do better");
		}
		Duration pause = this.settings.backoff().pause(context.retries(), this.random.getAsDouble());
		Duration asked = asked(context.attempt().response());
		if (asked.compareTo(this.settings.maxRetryAfter()) > 0) {
			return RetryDecision.giveUp("the service asks to wait longer than reach.retry.max-retry-after");
		}
		return RetryDecision.repeat((asked.compareTo(pause) > 0) ? asked : pause, "the failure may pass");
	}

	private Duration asked(@Nullable ReachHttpResponse response) {
		Duration asked = (response != null && this.settings.respectRetryAfter())
				? RetryAfter.of(response.headers(), this.clock) : null;
		return (asked != null) ? asked : Duration.ZERO;
	}

	// The limit of an account is the same on each host.
	private static boolean goesOn(RetryContext context) {
		return context.otherHost() && context.attempt().status() != TOO_MANY_REQUESTS;
	}

}
