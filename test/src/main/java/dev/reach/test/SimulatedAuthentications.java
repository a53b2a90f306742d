package dev.reach.test;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authentications and trials of the simulated service.
 */
final class SimulatedAuthentications {

	private final Clock clock;

	private final JsonMapper jsonMapper;

	private final SimulatedConfigurations configurations;

	private final Deque<Authentication> authentications = new ArrayDeque<>();

	private final Deque<Map<String, Object>> trials = new ArrayDeque<>();

	private int created;

	SimulatedAuthentications(Clock clock, JsonMapper jsonMapper, SimulatedConfigurations configurations) {
		this.clock = clock;
		this.jsonMapper = jsonMapper;
		this.configurations = configurations;
	}

	Map<String, Object> start(String configurationId, Parameters parameters) {
		Map<String, Object> configuration = this.configurations.find(configurationId);
		String dest = parameters.required("dest", 40101);
		String channel = parameters.required("channel", 40101);
		SimulatedFailure.check(List.of("sms", "email").contains(channel), 40102, "The channel is not known");
		SimulatedFailure.check(dest.matches(channel.equals("sms") ? "\\+[1-9]\\d{1,14}" : "[^@\\s]+@[^@\\s]+"), 40103,
				"The destination does not fit the channel");
		Object templateData = json(parameters.text("templateDataMap"), 40104);
		SimulatedFailure.check(templateData == null || templateData instanceof Map, 40104,
				"The template data is not a JSON map");
		Object payment = Boolean.TRUE.equals(configuration.get("usedForDigitalPayment"))
				? payment(json(parameters.text("paymentInfo"), 40107)) : null;
		String code = code(configuration, parameters.text("customCode"));
		Authentication authentication = this.authentications.stream()
			.filter((candidate) -> candidate.isFor(configurationId, dest) && candidate.isAwaiting(this.clock))
			.findFirst()
			.orElseGet(() -> create(configuration, dest, channel, payment, code));
		if (!authentication.canBeSent()) {
			throw new SimulatedFailure(429, 20208, "The code was sent as often as it may be");
		}
		addTrial(authentication);
		return authentication.view(this.clock);
	}

	Map<String, Object> list(String configurationId, Parameters parameters) {
		this.configurations.find(configurationId);
		List<Authentication> found = this.authentications.stream()
			.filter((authentication) -> configurationId.equals(authentication.record.get("configurationId"))
					&& authentication.isAwaiting(this.clock) && authentication.canBeSent())
			.toList();
		return SimulatedPage.of("authentications", found, parameters,
				(authentication) -> authentication.view(this.clock));
	}

	Map<String, Object> fetch(String configurationId, String authenticationId) {
		return find(configurationId, authenticationId).view(this.clock);
	}

	Map<String, Object> update(String configurationId, String authenticationId, Parameters parameters) {
		Authentication authentication = find(configurationId, authenticationId);
		String status = parameters.required("status", 10002);
		SimulatedFailure.check(List.of("passed", "canceled").contains(status), 400,
				"The status can be set to passed or canceled only");
		authentication.end(status, this.clock.instant());
		return authentication.view(this.clock);
	}

	Map<String, Object> check(String configurationId, Parameters parameters) {
		this.configurations.find(configurationId);
		SimulatedFailure.check(parameters.text("dest") != null || parameters.text("authenticationId") != null, 10002,
				"The destination and the authentication are missing");
		Authentication authentication = this.authentications.stream()
			.filter((candidate) -> candidate.isAwaiting(this.clock)
					&& configurationId.equals(candidate.record.get("configurationId"))
					&& parameters.matches("dest", candidate.record.get("dest"))
					&& parameters.matches("authenticationId", candidate.record.get("authenticationId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40016, "No authentication awaits a code"));
		return authentication.check(parameters.text("code"), this.clock.instant());
	}

	Map<String, Object> listTrials(Parameters parameters) {
		return SimulatedPage.of("authenticationTrials", matching(parameters), parameters,
				SimulatedAuthentications::trialView);
	}

	Map<String, Object> fetchTrial(String trialId) {
		return trialView(this.trials.stream()
			.filter((trial) -> trialId.equals(trial.get("trialId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40014, "There is no such trial")));
	}

	Map<String, Object> trialStats(Parameters parameters) {
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

	@Nullable String codeSentTo(String dest) {
		return this.authentications.stream()
			.filter((authentication) -> dest.equals(authentication.record.get("dest")))
			.findFirst()
			.map((authentication) -> authentication.code)
			.orElse(null);
	}

	// The country is not looked at: that takes a numbering plan.
	private List<Map<String, Object>> matching(Parameters parameters) {
		Instant at = parameters.instant("sentAt", 400);
		Instant after = parameters.instant("sentAfter", 400);
		Instant before = parameters.instant("sentBefore", 400);
		return this.trials.stream()
			.filter((trial) -> List.of("dest", "trialStatus", "channel", "configurationId", "authenticationId")
				.stream()
				.allMatch((name) -> parameters.matches(name, trial.get(name))))
			.filter((trial) -> trial.get("dateCreated") instanceof Instant time
					&& (at == null || Parameters.day(time).equals(Parameters.day(at)))
					&& (after == null || time.isAfter(after)) && (before == null || time.isBefore(before)))
			.toList();
	}

	private Authentication find(String configurationId, String authenticationId) {
		this.configurations.find(configurationId);
		return this.authentications.stream()
			.filter((candidate) -> authenticationId.equals(candidate.record.get("authenticationId"))
					&& configurationId.equals(candidate.record.get("configurationId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40013, "There is no such authentication"));
	}

	private Authentication create(Map<String, Object> configuration, String dest, String channel,
			@Nullable Object payment, String code) {
		Instant now = this.clock.instant();
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("appletId", ReachSimulator.APPLET_ID);
		fields.put("apiVersion", ReachSimulator.API_VERSION);
		fields.put("configurationId", configuration.get("configurationId"));
		fields.put("authenticationId", "VID%012d".formatted(++this.created));
		fields.put("status", "awaiting");
		fields.put("dest", dest);
		fields.put("channel", channel);
		fields.put("expiryTime", configuration.get("defaultExpiryTime"));
		fields.put("maxTrials", configuration.get("defaultMaxTrials"));
		fields.put("maxControls", configuration.get("defaultMaxControls"));
		fields.put("paymentInfo", payment);
		fields.put("trials", List.of());
		fields.put("dateCreated", now);
		fields.put("dateUpdated", now);
		Authentication authentication = new Authentication(fields, code);
		this.authentications.addFirst(authentication);
		return authentication;
	}

	private void addTrial(Authentication authentication) {
		Instant now = this.clock.instant();
		Map<String, Object> trial = new LinkedHashMap<>();
		for (String name : List.of("appletId", "apiVersion", "configurationId", "authenticationId")) {
			trial.put(name, authentication.record.get(name));
		}
		trial.put("trialId", "TRD%012d".formatted(this.trials.size() + 1));
		trial.put("trialStatus", "unsuccessful");
		trial.put("channel", authentication.record.get("channel"));
		trial.put("paymentInfo", authentication.record.get("paymentInfo"));
		trial.put("dateCreated", now);
		trial.put("dateUpdated", now);
		trial.put("price", null);
		trial.put("priceUnit", null);
		trial.put("channelInfo", null);
		trial.put("dest", authentication.record.get("dest"));
		this.trials.addFirst(trial);
		authentication.trials.add(trial);
	}

	private static Map<String, Object> trialView(Map<String, Object> trial) {
		Map<String, Object> view = new LinkedHashMap<>(trial);
		view.remove("dest");
		return view;
	}

	private String code(Map<String, Object> configuration, @Nullable String customCode) {
		if (customCode == null) {
			int length = (configuration.get("codeLength") instanceof Integer digits) ? digits : 5;
			return String
				.valueOf(Math.floorMod(7919L * (this.created + 1) + 1234567890L, (long) Math.pow(10, length - 1.0) * 9)
						+ (long) Math.pow(10, length - 1.0));
		}
		SimulatedFailure.check(customCode.matches("[0-9]{4,10}"), 40105, "The custom code is not all digits");
		SimulatedFailure.check(Boolean.TRUE.equals(configuration.get("allowCustomCode")), 40106,
				"The configuration does not allow a custom code");
		return customCode;
	}

	private static Map<String, Object> payment(@Nullable Object given) {
		SimulatedFailure.check(given instanceof Map, 40107, "The payment information is missing");
		Map<?, ?> payment = (Map<?, ?>) Objects.requireNonNull(given);
		SimulatedFailure.check(payment.get("payee") instanceof String && payment.get("currency") instanceof String,
				40107, "The payee or the currency is missing");
		Map<String, Object> info = new LinkedHashMap<>();
		info.put("payee", payment.get("payee"));
		info.put("amount", amount(payment.get("amount")));
		info.put("currency", payment.get("currency"));
		return info;
	}

	private static BigDecimal amount(@Nullable Object given) {
		try {
			return new BigDecimal(String.valueOf(given));
		}
		catch (NumberFormatException ex) {
			throw SimulatedFailure.badRequest(40107, "The amount is not a number");
		}
	}

	private @Nullable Object json(@Nullable String text, int code) {
		try {
			return (text != null) ? this.jsonMapper.readValue(text, Object.class) : null;
		}
		catch (JacksonException ex) {
			throw SimulatedFailure.badRequest(code, "The value is not JSON");
		}
	}

	/**
	 * One authentication with the code that passes it.
	 */
	private static final class Authentication {

		private final Map<String, Object> record;

		private final String code;

		private final List<Map<String, Object>> trials = new ArrayList<>();

		private int controls;

		private Authentication(Map<String, Object> record, String code) {
			this.record = record;
			this.code = code;
		}

		private int number(String name) {
			return (this.record.get(name) instanceof Integer number) ? number : 0;
		}

		private boolean isFor(String configurationId, String dest) {
			return configurationId.equals(this.record.get("configurationId")) && dest.equals(this.record.get("dest"));
		}

		private boolean isAwaiting(Clock clock) {
			return "awaiting".equals(this.record.get("status")) && this.controls < number("maxControls")
					&& this.record.get("dateCreated") instanceof Instant start
					&& clock.instant().isBefore(start.plus(Duration.ofMinutes(number("expiryTime"))));
		}

		private boolean canBeSent() {
			return this.trials.size() < number("maxTrials");
		}

		private void end(String status, Instant now) {
			this.record.put("status", status);
			this.record.put("dateUpdated", now);
			if (status.equals("passed") && !this.trials.isEmpty()) {
				this.trials.get(this.trials.size() - 1).put("trialStatus", "successful");
			}
		}

		private Map<String, Object> check(@Nullable String given, Instant now) {
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

		private Map<String, Object> view(Clock clock) {
			Map<String, Object> view = new LinkedHashMap<>(this.record);
			if ("awaiting".equals(view.get("status")) && !isAwaiting(clock)) {
				view.put("status", "expired");
			}
			view.put("trials", this.trials.stream().map(Authentication::quickInfo).toList());
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

}
