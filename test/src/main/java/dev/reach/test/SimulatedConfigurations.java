package dev.reach.test;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configurations of the simulated service.
 */
final class SimulatedConfigurations {

	private static final List<String> SETTINGS = List.of("serviceName", "codeLength", "allowCustomCode",
			"usedForDigitalPayment", "defaultExpiryTime", "defaultMaxTrials", "defaultMaxControls", "smtpSettingId",
			"emailTemplateId", "smsTemplateId");

	private final Clock clock;

	private final Deque<Map<String, Object>> records = new ArrayDeque<>();

	private int created;

	SimulatedConfigurations(Clock clock) {
		this.clock = clock;
	}

	Map<String, Object> create(Parameters parameters) {
		parameters.required("serviceName", 40002);
		Instant now = this.clock.instant();
		Map<String, Object> configuration = new LinkedHashMap<>();
		configuration.put("appletId", ReachSimulator.APPLET_ID);
		configuration.put("apiVersion", ReachSimulator.API_VERSION);
		configuration.put("configurationId", "CID%012d".formatted(this.created + 1));
		configuration.put("serviceName", "");
		configuration.put("codeLength", 5);
		configuration.put("allowCustomCode", false);
		configuration.put("usedForDigitalPayment", false);
		configuration.put("defaultExpiryTime", 15);
		configuration.put("defaultMaxTrials", 5);
		configuration.put("defaultMaxControls", 3);
		configuration.put("smtpSettingId", null);
		configuration.put("emailTemplateId", null);
		configuration.put("smsTemplateId", null);
		configuration.put("dateCreated", now);
		configuration.put("dateUpdated", now);
		apply(configuration, parameters);
		this.created++;
		this.records.addFirst(configuration);
		return configuration;
	}

	Map<String, Object> list(Parameters parameters) {
		return SimulatedPage.of("configurations", List.copyOf(this.records), parameters, (record) -> record);
	}

	Map<String, Object> update(String configurationId, Parameters parameters) {
		Map<String, Object> configuration = find(configurationId);
		SimulatedFailure.check(SETTINGS.stream().anyMatch((name) -> parameters.text(name) != null), 40011,
				"There is nothing to change");
		Map<String, Object> changed = new LinkedHashMap<>(configuration);
		apply(changed, parameters);
		changed.put("dateUpdated", this.clock.instant());
		configuration.putAll(changed);
		return configuration;
	}

	void delete(String configurationId) {
		this.records.remove(find(configurationId));
	}

	Map<String, Object> find(String configurationId) {
		return this.records.stream()
			.filter((configuration) -> configurationId.equals(configuration.get("configurationId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40010, "There is no such configuration"));
	}

	private void apply(Map<String, Object> configuration, Parameters parameters) {
		String name = parameters.text("serviceName");
		if (name != null) {
			SimulatedFailure.check(!name.isBlank() && name.length() <= 40, 40002, "The name is not valid");
			boolean taken = this.records.stream()
				.anyMatch((other) -> name.equals(other.get("serviceName"))
						&& !Objects.equals(other.get("configurationId"), configuration.get("configurationId")));
			SimulatedFailure.check(!taken, 40006, "The name is taken");
			configuration.put("serviceName", name);
		}
		putNumber(configuration, parameters, "codeLength", 4, 10, 40003);
		putNumber(configuration, parameters, "defaultExpiryTime", 1, 1440, 40004);
		putNumber(configuration, parameters, "defaultMaxTrials", 1, Integer.MAX_VALUE, 40005);
		putNumber(configuration, parameters, "defaultMaxControls", 1, 6, 40012);
		for (String flag : List.of("allowCustomCode", "usedForDigitalPayment")) {
			configuration.put(flag, parameters.flag(flag, Boolean.TRUE.equals(configuration.get(flag))));
		}
		for (String id : List.of("smtpSettingId", "emailTemplateId", "smsTemplateId")) {
			if (parameters.text(id) != null) {
				configuration.put(id, parameters.text(id));
			}
		}
	}

	private static void putNumber(Map<String, Object> configuration, Parameters parameters, String name, int min,
			int max, int code) {
		Integer number = parameters.number(name, min, max, code);
		if (number != null) {
			configuration.put(name, number);
		}
	}

}
