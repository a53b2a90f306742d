package dev.reach.test;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authentications of the simulated service.
 */
final class SimulatedAuthentications {

	private final Clock clock;

	private final JsonMapper jsonMapper;

	private final SimulatedConfigurations configurations;

	private final Deque<SimulatedAuthentication> authentications = new ArrayDeque<>();

	private final SimulatedTrials trials;

	private int created;

	SimulatedAuthentications(Clock clock, JsonMapper jsonMapper, SimulatedConfigurations configurations,
			SimulatedTrials trials) {
		this.clock = clock;
		this.jsonMapper = jsonMapper;
		this.configurations = configurations;
		this.trials = trials;
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
		SimulatedAuthentication authentication = this.authentications.stream()
			.filter((candidate) -> candidate.isFor(configurationId, dest) && candidate.isAwaiting(this.clock))
			.findFirst()
			.orElseGet(() -> create(configuration, dest, channel, payment, code));
		if (!authentication.canBeSent()) {
			throw new SimulatedFailure(429, 20208, "The code was sent as often as it may be");
		}
		this.trials.add(authentication);
		return authentication.view(this.clock);
	}

	Map<String, Object> list(String configurationId, Parameters parameters) {
		this.configurations.find(configurationId);
		List<SimulatedAuthentication> found = this.authentications.stream()
			.filter((authentication) -> authentication.isOf(configurationId) && authentication.isAwaiting(this.clock)
					&& authentication.canBeSent())
			.toList();
		return SimulatedPage.of("authentications", found, parameters,
				(authentication) -> authentication.view(this.clock));
	}

	Map<String, Object> fetch(String configurationId, String authenticationId) {
		return find(configurationId, authenticationId).view(this.clock);
	}

	Map<String, Object> update(String configurationId, String authenticationId, Parameters parameters) {
		SimulatedAuthentication authentication = find(configurationId, authenticationId);
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
		SimulatedAuthentication authentication = this.authentications.stream()
			.filter((candidate) -> candidate.isAwaiting(this.clock) && candidate.isOf(configurationId)
					&& parameters.matches("dest", candidate.field("dest"))
					&& parameters.matches("authenticationId", candidate.field("authenticationId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40016, "No authentication awaits a code"));
		return authentication.check(parameters.text("code"), this.clock.instant());
	}

	@Nullable String codeSentTo(String dest) {
		return this.authentications.stream()
			.filter((authentication) -> dest.equals(authentication.field("dest")))
			.findFirst()
			.map(SimulatedAuthentication::code)
			.orElse(null);
	}

	// The country is not looked at: that takes a numbering plan.
	private SimulatedAuthentication find(String configurationId, String authenticationId) {
		this.configurations.find(configurationId);
		return this.authentications.stream()
			.filter((candidate) -> authenticationId.equals(candidate.field("authenticationId"))
					&& candidate.isOf(configurationId))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(40013, "There is no such authentication"));
	}

	private SimulatedAuthentication create(Map<String, Object> configuration, String dest, String channel,
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
		SimulatedAuthentication authentication = new SimulatedAuthentication(fields, code);
		this.authentications.addFirst(authentication);
		return authentication;
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

}
