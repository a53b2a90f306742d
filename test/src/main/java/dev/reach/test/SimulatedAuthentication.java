package dev.reach.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One authentication with the code that passes it.
 */
final class SimulatedAuthentication {

	private final Map<String, Object> record;

	private final String code;

	private final List<Map<String, Object>> trials = new ArrayList<>();

	private int controls;

	SimulatedAuthentication(Map<String, Object> record, String code) {
		this.record = record;
		this.code = code;
	}

	int number(String name) {
		return (this.record.get(name) instanceof Integer number) ? number : 0;
	}

	boolean isFor(String configurationId, String dest) {
		return configurationId.equals(this.record.get("configurationId")) && dest.equals(this.record.get("dest"));
	}

	boolean isAwaiting(Clock clock) {
		return "awaiting".equals(this.record.get("status")) && this.controls < number("maxControls")
				&& this.record.get("dateCreated") instanceof Instant start
				&& clock.instant().isBefore(start.plus(Duration.ofMinutes(number("expiryTime"))));
	}

	boolean canBeSent() {
		return this.trials.size() < number("maxTrials");
	}

	void end(String status, Instant now) {
		this.record.put("status", status);
		this.record.put("dateUpdated", now);
		if (status.equals("passed") && !this.trials.isEmpty()) {
			this.trials.get(this.trials.size() - 1).put("trialStatus", "successful");
		}
	}

	Map<String, Object> check(@Nullable String given, Instant now) {
		this.controls++;
		boolean right = this.code.equals(given);
		if (right) {
			end("passed", now);
		}
		Map<String, Object> control = new LinkedHashMap<>();
		for (String name : List.of("appletId", "apiVersion", "configurationId", "authenticationId")) {
			control.put(name, this.record.get(name));
		}
		control.put("status", right ? "passed" : "failed");
		for (String name : List.of("dest", "channel", "paymentInfo", "dateCreated")) {
			control.put(name, this.record.get(name));
		}
		control.put("dateUpdated", now);
		return control;
	}

	@Nullable Object field(String name) {
		return this.record.get(name);
	}

	boolean isOf(String configurationId) {
		return configurationId.equals(field("configurationId"));
	}

	String code() {
		return this.code;
	}

	void sent(Map<String, Object> trial) {
		this.trials.add(trial);
	}

	Map<String, Object> view(Clock clock) {
		Map<String, Object> view = new LinkedHashMap<>(this.record);
		if ("awaiting".equals(view.get("status")) && !isAwaiting(clock)) {
			view.put("status", "expired");
		}
		view.put("trials", this.trials.stream().map(SimulatedAuthentication::quickInfo).toList());
		return view;
	}

	private static Map<String, Object> quickInfo(Map<String, Object> trial) {
		Map<String, Object> info = new LinkedHashMap<>();
		for (String name : List.of("dateCreated", "trialId", "channel")) {
			info.put(name, trial.get(name));
		}
		return info;
	}

}
