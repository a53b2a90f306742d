package dev.reach.resilience;

import java.util.ArrayList;
import java.util.List;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpMethod;

/**
 * Attempts that end when a test says so, in the order in which they began.
 */
final class Attempts {

	static final ReachHttpRequest REQUEST = ReachHttpRequest.builder(HttpMethod.POST, "https://localhost/any?to=canary")
		.build();

	static final ReachHttpResponse OK = ReachHttpResponse.of(200);

	private final Permits permits;

	private final List<String> begun = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	Attempts(Permits permits) {
		this.permits = permits;
	}

	Disposable start(String name, Mono<ReachHttpResponse> attempt) {
		return this.permits.around(REQUEST, attempt.doFirst(() -> this.begun.add(name))).subscribe((response) -> {
		}, this.failures::add);
	}

	Sinks.One<ReachHttpResponse> start(String name) {
		Sinks.One<ReachHttpResponse> end = Sinks.one();
		start(name, end.asMono());
		return end;
	}

	List<String> begun() {
		return this.begun;
	}

	List<Throwable> failures() {
		return this.failures;
	}

}
