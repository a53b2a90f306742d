package dev.reach.test;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trials of the simulated service.
 */
final class SimulatedTrials {

	private final Clock clock;

	private final Deque<Map<String, Object>> records = new ArrayDeque<>();

	SimulatedTrials(Clock clock) {
		this.clock = clock;
	}

	Map<String, Object> list(Parameters parameters) {
		return SimulatedPage.of("authenticationTrials", matching(parameters), parameters, SimulatedTrials::view);
	}

	Map<String, Object> fetch(String trialId) {
		return view(this.records.stream()
			.filter((trial) -> trialId.equals(trial.get("trialId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40014, "There is no such trial")));
	}

	Map<String, Object> stats(Parameters parameters) {
		List<Map<String, Object>> found = matching(parameters);
		long successful = found.stream().filter((trial) -> "successful".equals(trial.get("trialStatus"))).count();
		Map<String, Object> stats = new LinkedHashMap<>();
		stats.put("appletId", ReachSimulator.APPLET_ID);
		stats.put("apiVersion", ReachSimulator.API_VERSION);
		stats.put("totalTrials", found.size());
		stats.put("numSuccessfulTrials", successful);
		stats.put("numUnsuccessfulTrials", found.size() - successful);
		stats.put("successRate", found.isEmpty() ? null : (double) successful / found.size());
		return stats;
	}

	private List<Map<String, Object>> matching(Parameters parameters) {
		Instant at = parameters.instant("sentAt", 400);
		Instant after = parameters.instant("sentAfter", 400);
		Instant before = parameters.instant("sentBefore", 400);
		return this.records.stream()
			.filter((trial) -> List.of("dest", "trialStatus", "channel", "configurationId", "authenticationId")
				.stream()
				.allMatch((name) -> parameters.matches(name, trial.get(name))))
			.filter((trial) -> trial.get("dateCreated") instanceof Instant time
					&& (at == null || Parameters.day(time).equals(Parameters.day(at)))
					&& (after == null || time.isAfter(after)) && (before == null || time.isBefore(before)))
			.toList();
	}

	void add(SimulatedAuthentication authentication) {
		Instant now = this.clock.instant();
		Map<String, Object> trial = new LinkedHashMap<>();
		for (String name : List.of("appletId", "apiVersion", "configurationId", "authenticationId")) {
			trial.put(name, authentication.field(name));
		}
		trial.put("trialId", "TRD%012d".formatted(this.records.size() + 1));
		trial.put("trialStatus", "unsuccessful");
		trial.put("channel", authentication.field("channel"));
		trial.put("paymentInfo", authentication.field("paymentInfo"));
		trial.put("dateCreated", now);
		trial.put("dateUpdated", now);
		trial.put("price", null);
		trial.put("priceUnit", null);
		trial.put("channelInfo", null);
		trial.put("dest", authentication.field("dest"));
		this.records.addFirst(trial);
		authentication.sent(trial);
	}

	private static Map<String, Object> view(Map<String, Object> trial) {
		Map<String, Object> view = new LinkedHashMap<>(trial);
		view.remove("dest");
		return view;
	}

}
