package dev.reach.retry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.http.HttpMethod;

/**
 * A call whose attempts end as a test says. Keeps the time, virtual or not, at which each
 * began.
 */
final class ScriptedCall implements RepeatableCall {

	private ReachHttpRequest request;

	private final Deque<Mono<ReachHttpResponse>> script = new ArrayDeque<>();

	private final List<Long> begun = new ArrayList<>();

	private final List<String> heard = new ArrayList<>();

	private @Nullable Duration timeout;

	private int otherHosts;

	private int rounds;

	ScriptedCall(HttpMethod method) {
		this.request = ReachHttpRequest.builder(method, "https://api.example.com/x").build();
	}

	ScriptedCall withBody(ReachHttpBody body) {
		this.request = this.request.mutate().body(body).build();
		return this;
	}

	ScriptedCall then(int... statuses) {
		for (int status : statuses) {
			then(Mono.just(ReachHttpResponse.of(status)));
		}
		return this;
	}

	ScriptedCall then(Throwable error) {
		return then(Mono.error(error));
	}

	ScriptedCall then(Mono<ReachHttpResponse> attempt) {
		this.script.add(attempt.map((response) -> response.answering(this.request)));
		return this;
	}

	ScriptedCall within(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	ScriptedCall withOtherHosts(int otherHosts) {
		this.otherHosts = otherHosts;
		return this;
	}

	List<Long> begun() {
		return this.begun;
	}

	List<String> heard() {
		return this.heard;
	}

	int rounds() {
		return this.rounds;
	}

	@Override
	public ReachHttpRequest request() {
		return this.request;
	}

	@Override
	public Mono<ReachHttpResponse> attempt() {
		return Mono.defer(() -> {
			this.begun.add(now());
			return Objects.requireNonNull(this.script.poll(), "No further attempt was expected");
		});
	}

	@Override
	public boolean hasOtherHost() {
		return this.otherHosts-- > 0;
	}

	@Override
	public void beginRound() {
		this.rounds++;
	}

	@Override
	public Duration timeLeft() {
		return (this.timeout != null) ? this.timeout.minusMillis(now()) : Duration.ofMinutes(10);
	}

	@Override
	public boolean isHedgeable() {
		return true;
	}

	@Override
	public void attempted(Attempt attempt, ContextView context) {
		this.heard.add(attempt.toString());
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

}
