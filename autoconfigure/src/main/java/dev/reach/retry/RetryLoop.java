package dev.reach.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Makes attempts until one succeeds or the policy, the budget or the time of the call
 * ends it.
 *
 * @since 0.1.0
 */
public final class RetryLoop {

	private static final Log logger = LogFactory.getLog(RetryLoop.class);

	private final RetryPolicy policy;

	private final RetryBudget budget;

	private final Hedge hedge;

	/**
	 * Create a new loop.
	 * @param policy decides
	 * @param budget pays for the retries
	 * @param hedgeDelay when a second attempt of a slow read begins, or {@code null} for
	 * never
	 */
	public RetryLoop(RetryPolicy policy, RetryBudget budget, @Nullable Duration hedgeDelay) {
		this.policy = policy;
		this.budget = budget;
		this.hedge = new Hedge(hedgeDelay, budget);
	}

	/**
	 * Run a call.
	 * @param call the call
	 * @return the response of the last attempt, whatever its status, or its error with
	 * the failures before it as suppressed exceptions
	 */
	public Mono<ReachHttpResponse> run(RepeatableCall call) {
		return Mono.deferContextual((context) -> new Run(call, context).next());
	}

	/**
	 * One call on its way.
	 */
	private final class Run {

		private final RepeatableCall call;

		private final ContextView context;

		private final AtomicInteger attempts = new AtomicInteger();

		private final List<Throwable> earlier = new ArrayList<>();

		private int retries;

		private Run(RepeatableCall call, ContextView context) {
			this.call = call;
			this.context = context;
		}

		private Mono<ReachHttpResponse> next() {
			return RetryLoop.this.hedge.around(this.call, this::attempt).flatMap(this::judge);
		}

		private Mono<Attempt> attempt() {
			int number = this.attempts.incrementAndGet();
			return OutcomeMono.handle(this.call.attempt(), (response, ex) -> (response != null || ex != null)
					? told(new Attempt(number, response, ex)) : null);
		}

		private Attempt told(Attempt attempt) {
			this.call.attempted(attempt, this.context);
			this.context.<AttemptListener>getOrEmpty(AttemptListener.class)
				.ifPresent((listener) -> listener.attempted(attempt, this.context));
			return attempt;
		}

		private Mono<ReachHttpResponse> judge(Attempt attempt) {
			if (!attempt.isFailure()) {
				RetryLoop.this.budget.refund();
			}
			if (attempt.error() == null && attempt.status() < 400) {
				return end(attempt);
			}
			RetryContext state = new RetryContext(this.call.request(), attempt, this.retries, this.call.hasOtherHost(),
					this.call.timeLeft());
			RetryDecision decision = decide(state);
			if (logger.isDebugEnabled()) {
				logger.debug("%s; %s: %s".formatted(
						attempt.describe(), decision.isRepeat()
								? "repeated in %d ms".formatted(decision.pause().toMillis()) : "not repeated",
						decision.reason()));
			}
			return decision.isRepeat() ? repeat(state, decision.pause()) : end(attempt);
		}

		private RetryDecision decide(RetryContext state) {
			if (!state.request().body().isReplayable()) {
				return RetryDecision.giveUp("its body can be sent only once");
			}
			RetryDecision decision = RetryLoop.this.policy.decide(state);
			if (!decision.isRepeat()) {
				return decision;
			}
			if (decision.pause().compareTo(state.timeLeft()) >= 0) {
				return RetryDecision.giveUp("the wait would outlive the call");
			}
			return (movesOn(state, decision.pause()) || RetryLoop.this.budget.tryTake()) ? decision
					: RetryDecision.giveUp("the retry budget is used up");
		}

		private Mono<ReachHttpResponse> repeat(RetryContext state, Duration pause) {
			this.earlier.add(state.attempt().failure());
			ReachHttpResponse response = state.attempt().response();
			Mono<Void> givenUp = (response != null) ? response.giveUp() : Mono.empty();
			if (movesOn(state, pause)) {
				return givenUp.then(Mono.defer(this::next));
			}
			this.retries++;
			return givenUp.then(Mono.delay(pause)).then(Mono.defer(() -> {
				this.call.beginRound();
				return next();
			}));
		}

		private boolean movesOn(RetryContext state, Duration pause) {
			return state.otherHost() && pause.isZero();
		}

		private Mono<ReachHttpResponse> end(Attempt attempt) {
			Throwable error = attempt.error();
			if (error != null) {
				this.earlier.stream().filter((failure) -> failure != error).forEach(error::addSuppressed);
				return Mono.error(error);
			}
			ReachHttpResponse response = attempt.response();
			return (response != null) ? Mono.just(response.after(this.earlier)) : Mono.empty();
		}

	}

}
