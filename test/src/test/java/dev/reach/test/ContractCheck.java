package dev.reach.test;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.reach.http.PayloadMapper;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Exchange;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.test.ReachContract.Operation;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares each answer with the contract.
 */
final class ContractCheck implements Middleware {

	private static final ReachContract CONTRACT = ReachContract.load();

	private final JsonMapper jsonMapper = PayloadMapper.create();

	private final Set<Integer> knownErrorCodes = CONTRACT.knownErrorCodes();

	private final Queue<String> problems = new ConcurrentLinkedQueue<>();

	List<String> problems() {
		return List.copyOf(this.problems);
	}

	@Override
	public int phase() {
		return Phase.TARGET_EDGE;
	}

	@Override
	public Mono<Void> after(Exchange exchange) {
		ReachHttpResponse response = exchange.response();
		if (response == null) {
			return Mono.fromRunnable(() -> this.problems.add(exchange.request() + " was not answered"));
		}
		return response.text().doOnNext((body) -> check(exchange.request(), response, body)).then();
	}

	private void check(ReachHttpRequest request, ReachHttpResponse response, String body) {
		if (response.isSuccess()) {
			Operation operation = CONTRACT.operation(request.method().name(), request.uri().getRawPath());
			checkName(operation, request);
			checkSuccess(operation, response, body);
		}
		else {
			JsonNode error = this.jsonMapper.readTree(body);
			report(request, CONTRACT.problemsOfComplete("Error", error));
			if (error.path("status").asInt(0) != response.status()
					|| !this.knownErrorCodes.contains(error.path("errorCode").asInt(0))) {
				report(request, List.of("The status or the error code is wrong: " + body));
			}
		}
	}

	private void checkName(Operation operation, ReachHttpRequest request) {
		Object name = request.attributes().getOrDefault(ReachHttpRequest.OPERATION, operation.id());
		if (!operation.id().equals(name)) {
			this.problems.add("%s is called %s".formatted(operation.id(), name));
		}
	}

	private void checkSuccess(Operation operation, ReachHttpResponse response, String body) {
		if (response.status() != operation.success()) {
			this.problems.add("%s answered %d".formatted(operation.id(), response.status()));
		}
		if (operation.responseSchema() != null) {
			List<String> found = CONTRACT.problemsOfComplete(Objects.requireNonNull(operation.responseSchema()),
					this.jsonMapper.readTree(body));
			found.forEach((problem) -> this.problems.add(operation.id() + ": " + problem));
		}
		else if (!body.isEmpty()) {
			this.problems.add(operation.id() + " has a body");
		}
	}

	private void report(ReachHttpRequest request, List<String> found) {
		found.forEach((problem) -> this.problems.add(request + ": " + problem));
	}

}
