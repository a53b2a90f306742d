package dev.reach.test;

import java.util.Map;
import java.util.function.Function;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of the simulated service that a request is for.
 */
final class SimulatedRoutes {

	private static final String MESSAGING = "/rest/messaging/v1/";

	private static final String AUTHENTIX = "/rest/authentix/v1/";

	private final SimulatedMessages messages;

	private final SimulatedConfigurations configurations;

	private final SimulatedAuthentications authentications;

	private final SimulatedTrials trials;

	SimulatedRoutes(SimulatedMessages messages, SimulatedConfigurations configurations,
			SimulatedAuthentications authentications, SimulatedTrials trials) {
		this.messages = messages;
		this.configurations = configurations;
		this.authentications = authentications;
		this.trials = trials;
	}

	Answer answer(ReachHttpRequest request, Parameters parameters) {
		String path = request.uri().getPath();
		if (path.startsWith(MESSAGING)) {
			return messaging(request.method() + " " + path.substring(MESSAGING.length()), parameters);
		}
		if (path.startsWith(AUTHENTIX)) {
			return authentix(request.method().name(), path.substring(AUTHENTIX.length()).split("/"), parameters);
		}
		throw unknown();
	}

	private Answer messaging(String operation, Parameters parameters) {
		return switch (operation) {
			case "POST create" -> Answer.created(this.messages.create(parameters));
			case "GET list" -> Answer.ok(this.messages.list(parameters));
			case "GET fetch" -> Answer.ok(this.messages.fetch(parameters));
			case "POST update" -> Answer.ok(this.messages.update(parameters));
			case "POST unschedule" -> Answer.ok(this.messages.unschedule(parameters));
			case "DELETE delete" -> Answer.gone(() -> this.messages.delete(parameters));
			default -> throw unknown();
		};
	}

	private Answer authentix(String method, String[] segments, Parameters parameters) {
		return switch (method + " " + segments[0] + " " + segments.length) {
			case "GET configurations 1" -> Answer.ok(this.configurations.list(parameters));
			case "POST configurations 1" -> Answer.created(this.configurations.create(parameters));
			case "GET configurations 2" -> Answer.ok(this.configurations.find(segments[1]));
			case "POST configurations 2" -> Answer.ok(this.configurations.update(segments[1], parameters));
			case "DELETE configurations 2" -> Answer.gone(() -> this.configurations.delete(segments[1]));
			case "GET authenticationTrials 1" -> Answer.ok(this.trials.list(parameters));
			case "GET authenticationTrials 2" -> Answer.ok(this.trials.fetch(segments[1]));
			case "GET authenticationTrialStats 1" -> Answer.ok(this.trials.stats(parameters));
			case "GET configurations 3", "POST configurations 3" ->
				ofConfiguration(method + " " + segments[2], segments[1], parameters);
			case "GET configurations 4", "POST configurations 4" -> ofAuthentication(method, segments, parameters);
			default -> throw unknown();
		};
	}

	private Answer ofConfiguration(String operation, String configurationId, Parameters parameters) {
		return switch (operation) {
			case "GET authentications" -> Answer.ok(this.authentications.list(configurationId, parameters));
			case "POST authentications" -> Answer.created(this.authentications.start(configurationId, parameters));
			case "POST authentication-controls" -> Answer.ok(this.authentications.check(configurationId, parameters));
			default -> throw unknown();
		};
	}

	private Answer ofAuthentication(String method, String[] segments, Parameters parameters) {
		if (!segments[2].equals("authentications")) {
			throw unknown();
		}
		return Answer.ok(method.equals("GET") ? this.authentications.fetch(segments[1], segments[3])
				: this.authentications.update(segments[1], segments[3], parameters));
	}

	private static SimulatedFailure unknown() {
		return SimulatedFailure.notFound(404, "There is no such operation");
	}

	/**
	 * The status and the body of an answer.
	 *
	 * @param status the status code
	 * @param body the body or {@code null}
	 */
	record Answer(int status, @Nullable Map<String, Object> body) {

		static Answer ok(Map<String, Object> body) {
			return new Answer(200, body);
		}

		static Answer created(Map<String, Object> body) {
			return new Answer(201, body);
		}

		static Answer gone(Runnable deletion) {
			deletion.run();
			return new Answer(204, null);
		}

		ReachHttpResponse toResponse(Function<Object, String> writer) {
			return (this.body != null) ? ReachHttpResponse.json(this.status, writer.apply(this.body))
					: ReachHttpResponse.of(this.status);
		}

	}

}
