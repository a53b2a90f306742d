package dev.reach.test;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.authentix.AuthenticationStatus;
import dev.reach.authentix.Channel;
import dev.reach.authentix.CheckCode;
import dev.reach.authentix.CreateConfiguration;
import dev.reach.authentix.ListQuery;
import dev.reach.authentix.PaymentInfo;
import dev.reach.authentix.StartAuthentication;
import dev.reach.authentix.TrialQuery;
import dev.reach.authentix.TrialStatQuery;
import dev.reach.authentix.TrialStatus;
import dev.reach.authentix.UpdateConfiguration;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.SendMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A call of one operation through both clients, and what is to be seen of it on the wire.
 *
 * @param operationId the operation
 * @param parameters the values of the parameters by name, as they are on the wire before
 * they are escaped
 * @param blocking makes the call with the blocking client
 * @param reactive makes the call with the reactive client
 */
record ContractCall(String operationId, Map<String, String> parameters,
		Function<ReachClient, @Nullable Object> blocking, Function<ReactiveReachClient, Mono<?>> reactive) {

	/**
	 * An identifier that has to be escaped to stay one segment of a path.
	 */
	static final String ID = "a/b c%ü+d";

	static final String OTHER_ID = "x?y#z;ä=1";

	static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

	private static final String HARD = "a+b&c=d é%20🙂";

	private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

	private static final Instant AFTER = Instant.parse("2026-11-01T00:00:00.500Z");

	private static final Instant BEFORE = Instant.parse("2026-12-01T23:59:59Z");

	/**
	 * Return a call of each operation with all its parameters.
	 * @return the calls
	 */
	static List<ContractCall> complete() {
		return List.of(send(), listMessages(), fetchMessage(), updateMessage(HARD), unscheduleMessage(),
				deleteMessage(), listConfigurations(), createConfiguration(), fetchConfiguration(),
				updateConfiguration(), deleteConfiguration(), listAuthentications(), startAuthentication(),
				fetchAuthentication(), updateAuthenticationStatus(), checkAuthenticationCode(), listTrials(),
				fetchTrial(), fetchTrialStats());
	}

	/**
	 * Return a call of each operation that has optional parameters, without them.
	 * @return the calls
	 */
	static List<ContractCall> minimal() {
		CreateConfiguration configuration = CreateConfiguration.builder(HARD).build();
		UpdateConfiguration changes = UpdateConfiguration.builder().allowCustomCode(false).build();
		StartAuthentication authentication = StartAuthentication.builder("me@example.com", Channel.EMAIL).build();
		CheckCode byDestination = CheckCode.builder().dest("+15558675310").build();
		CheckCode byAuthentication = CheckCode.builder().authenticationId(HARD).build();
		return List.of(
				new ContractCall("sendMessage", parameters("dest", "+15558675310", "src", "Bistro", "body", "null"),
						(client) -> client.messaging().messagingItems().send("+15558675310", "Bistro", "null"),
						(client) -> client.messaging().messagingItems().send("+15558675310", "Bistro", "null")),
				new ContractCall("listMessages", Map.of(),
						(client) -> client.messaging().messagingItems().page(MessageQuery.builder().build()),
						(client) -> client.messaging().messagingItems().page(MessageQuery.builder().build())),
				updateMessage(""), updateMessage("null"),
				new ContractCall("createConfiguration", parameters("serviceName", HARD),
						(client) -> client.authentix().configurationItems().create(configuration),
						(client) -> client.authentix().configurationItems().create(configuration)),
				new ContractCall("listConfigurations", Map.of(),
						(client) -> client.authentix().configurationItems().page(ListQuery.builder().build()),
						(client) -> client.authentix().configurationItems().page(ListQuery.builder().build())),
				new ContractCall("updateConfiguration", parameters("configurationId", ID, "allowCustomCode", "false"),
						(client) -> client.authentix().configurationItems().update(ID, changes),
						(client) -> client.authentix().configurationItems().update(ID, changes)),
				new ContractCall("listAuthentications", parameters("configurationId", ID),
						(client) -> client.authentix().authenticationItems().page(ID, ListQuery.builder().build()),
						(client) -> client.authentix().authenticationItems().page(ID, ListQuery.builder().build())),
				new ContractCall("startAuthentication",
						parameters("configurationId", ID, "dest", "me@example.com", "channel", "email"),
						(client) -> client.authentix().authenticationItems().start(ID, authentication),
						(client) -> client.authentix().authenticationItems().start(ID, authentication)),
				new ContractCall("checkAuthenticationCode", parameters("configurationId", ID, "dest", "+15558675310"),
						(client) -> client.authentix().authenticationControlItems().check(ID, byDestination),
						(client) -> client.authentix().authenticationControlItems().check(ID, byDestination)),
				new ContractCall("checkAuthenticationCode", parameters("configurationId", ID, "authenticationId", HARD),
						(client) -> client.authentix().authenticationControlItems().check(ID, byAuthentication),
						(client) -> client.authentix().authenticationControlItems().check(ID, byAuthentication)),
				new ContractCall("listAuthenticationTrials", Map.of(),
						(client) -> client.authentix().authenticationTrialItems().page(TrialQuery.builder().build()),
						(client) -> client.authentix().authenticationTrialItems().page(TrialQuery.builder().build())),
				new ContractCall("fetchAuthenticationTrialStats", Map.of(),
						(client) -> client.authentix()
							.authenticationTrialStatItems()
							.fetch(TrialStatQuery.builder().build()),
						(client) -> client.authentix()
							.authenticationTrialStatItems()
							.fetch(TrialStatQuery.builder().build())));
	}

	/**
	 * Return the call of an operation with all its parameters.
	 * @param operationId the operation
	 * @return its call
	 */
	static ContractCall of(String operationId) {
		return complete().stream()
			.filter((call) -> call.operationId().equals(operationId))
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no call of " + operationId));
	}

	private static ContractCall send() {
		SendMessage message = SendMessage.builder("+15558675310", "+15017122661", HARD)
			.bulkIdentifier(HARD)
			.scheduledTime(AT)
			.statusCallback(URI.create("https://example.com/callback?a=1&b=%2B"))
			.maxPrice(new BigDecimal("1E+3"))
			.validityPeriod(60)
			.build();
		return new ContractCall("sendMessage",
				parameters("dest", "+15558675310", "src", "+15017122661", "body", HARD, "bulkIdentifier", HARD,
						"scheduledTime", "2026-11-22T10:00:00Z", "statusCallback",
						"https://example.com/callback?a=1&b=%2B", "maxPrice", "1000", "validityPeriod", "60"),
				(client) -> client.messaging().messagingItems().send(message),
				(client) -> client.messaging().messagingItems().send(message));
	}

	private static ContractCall listMessages() {
		MessageQuery query = MessageQuery.builder()
			.dest("+15558675310")
			.src(HARD)
			.bulkIdentifier("null")
			.sentAt(AT)
			.sentAfter(AFTER)
			.sentBefore(BEFORE)
			.pageSize(50)
			.page(2)
			.build();
		return new ContractCall("listMessages",
				parameters("dest", "+15558675310", "src", HARD, "bulkIdentifier", "null", "sentAt",
						"2026-11-22T10:00:00Z", "sentAfter", "2026-11-01T00:00:00.500Z", "sentBefore",
						"2026-12-01T23:59:59Z", "pageSize", "50", "page", "2"),
				(client) -> client.messaging().messagingItems().page(query),
				(client) -> client.messaging().messagingItems().page(query));
	}

	private static ContractCall fetchMessage() {
		return new ContractCall("fetchMessage", parameters("messageId", ID),
				(client) -> client.messaging().messagingItems().fetch(ID),
				(client) -> client.messaging().messagingItems().fetch(ID));
	}

	private static ContractCall updateMessage(String body) {
		return new ContractCall("updateMessage", parameters("messageId", ID, "body", body),
				(client) -> client.messaging().messagingItems().update(ID, body),
				(client) -> client.messaging().messagingItems().update(ID, body));
	}

	private static ContractCall unscheduleMessage() {
		return new ContractCall("unscheduleMessage", parameters("messageId", ID),
				(client) -> client.messaging().messagingItems().unschedule(ID),
				(client) -> client.messaging().messagingItems().unschedule(ID));
	}

	private static ContractCall deleteMessage() {
		return new ContractCall("deleteMessage", parameters("messageId", ID), (client) -> {
			client.messaging().messagingItems().delete(ID);
			return null;
		}, (client) -> client.messaging().messagingItems().delete(ID));
	}

	private static ContractCall listConfigurations() {
		ListQuery query = ListQuery.builder().pageSize(50).page(2).build();
		return new ContractCall("listConfigurations", parameters("pageSize", "50", "page", "2"),
				(client) -> client.authentix().configurationItems().page(query),
				(client) -> client.authentix().configurationItems().page(query));
	}

	private static ContractCall createConfiguration() {
		CreateConfiguration configuration = CreateConfiguration.builder(HARD)
			.codeLength(6)
			.allowCustomCode(true)
			.usedForDigitalPayment(false)
			.defaultExpiryTime(10)
			.defaultMaxTrials(4)
			.defaultMaxControls(2)
			.smtpSettingId(ID)
			.emailTemplateId("null")
			.smsTemplateId(OTHER_ID)
			.build();
		return new ContractCall("createConfiguration",
				parameters("serviceName", HARD, "codeLength", "6", "allowCustomCode", "true", "usedForDigitalPayment",
						"false", "defaultExpiryTime", "10", "defaultMaxTrials", "4", "defaultMaxControls", "2",
						"smtpSettingId", ID, "emailTemplateId", "null", "smsTemplateId", OTHER_ID),
				(client) -> client.authentix().configurationItems().create(configuration),
				(client) -> client.authentix().configurationItems().create(configuration));
	}

	private static ContractCall fetchConfiguration() {
		return new ContractCall("fetchConfiguration", parameters("configurationId", ID),
				(client) -> client.authentix().configurationItems().fetch(ID),
				(client) -> client.authentix().configurationItems().fetch(ID));
	}

	private static ContractCall updateConfiguration() {
		UpdateConfiguration changes = UpdateConfiguration.builder()
			.serviceName(HARD)
			.codeLength(10)
			.allowCustomCode(false)
			.usedForDigitalPayment(true)
			.defaultExpiryTime(1440)
			.defaultMaxTrials(1)
			.defaultMaxControls(6)
			.smtpSettingId(ID)
			.emailTemplateId(OTHER_ID)
			.smsTemplateId("null")
			.build();
		return new ContractCall("updateConfiguration",
				parameters("configurationId", ID, "serviceName", HARD, "codeLength", "10", "allowCustomCode", "false",
						"usedForDigitalPayment", "true", "defaultExpiryTime", "1440", "defaultMaxTrials", "1",
						"defaultMaxControls", "6", "smtpSettingId", ID, "emailTemplateId", OTHER_ID, "smsTemplateId",
						"null"),
				(client) -> client.authentix().configurationItems().update(ID, changes),
				(client) -> client.authentix().configurationItems().update(ID, changes));
	}

	private static ContractCall deleteConfiguration() {
		return new ContractCall("deleteConfiguration", parameters("configurationId", ID), (client) -> {
			client.authentix().configurationItems().delete(ID);
			return null;
		}, (client) -> client.authentix().configurationItems().delete(ID));
	}

	private static ContractCall listAuthentications() {
		ListQuery query = ListQuery.builder().pageSize(1).page(0).build();
		return new ContractCall("listAuthentications", parameters("configurationId", ID, "pageSize", "1", "page", "0"),
				(client) -> client.authentix().authenticationItems().page(ID, query),
				(client) -> client.authentix().authenticationItems().page(ID, query));
	}

	private static ContractCall startAuthentication() {
		StartAuthentication authentication = StartAuthentication.builder("+15558675310", Channel.SMS)
			.serviceName(HARD)
			.customCode("0123")
			.paymentInfo(new PaymentInfo("Café & \"Bar\"", new BigDecimal("1E+3"), "usd"))
			.templateId(OTHER_ID)
			.templateDataMap(Map.of("name", "Zoë+1"))
			.build();
		return new ContractCall("startAuthentication",
				parameters("configurationId", ID, "dest", "+15558675310", "channel", "sms", "serviceName", HARD,
						"customCode", "0123", "paymentInfo",
						"{\"payee\":\"Café & \\\"Bar\\\"\",\"amount\":1000,\"currency\":\"usd\"}", "templateId",
						OTHER_ID, "templateDataMap", "{\"name\":\"Zoë+1\"}"),
				(client) -> client.authentix().authenticationItems().start(ID, authentication),
				(client) -> client.authentix().authenticationItems().start(ID, authentication));
	}

	private static ContractCall fetchAuthentication() {
		return new ContractCall("fetchAuthentication", parameters("configurationId", ID, "authenticationId", OTHER_ID),
				(client) -> client.authentix().authenticationItems().fetch(ID, OTHER_ID),
				(client) -> client.authentix().authenticationItems().fetch(ID, OTHER_ID));
	}

	private static ContractCall updateAuthenticationStatus() {
		return new ContractCall("updateAuthenticationStatus",
				parameters("configurationId", ID, "authenticationId", OTHER_ID, "status", "canceled"),
				(client) -> client.authentix()
					.authenticationItems()
					.update(ID, OTHER_ID, AuthenticationStatus.CANCELED),
				(client) -> client.authentix()
					.authenticationItems()
					.update(ID, OTHER_ID, AuthenticationStatus.CANCELED));
	}

	private static ContractCall checkAuthenticationCode() {
		CheckCode code = CheckCode.builder()
			.dest("me+you@example.com")
			.code("00123")
			.authenticationId(OTHER_ID)
			.paymentInfo(new PaymentInfo("Bistro", new BigDecimal("0.0000001"), "eur"))
			.build();
		return new ContractCall("checkAuthenticationCode",
				parameters("configurationId", ID, "dest", "me+you@example.com", "code", "00123", "authenticationId",
						OTHER_ID, "paymentInfo", "{\"payee\":\"Bistro\",\"amount\":0.0000001,\"currency\":\"eur\"}"),
				(client) -> client.authentix().authenticationControlItems().check(ID, code),
				(client) -> client.authentix().authenticationControlItems().check(ID, code));
	}

	private static ContractCall listTrials() {
		TrialQuery query = TrialQuery.builder()
			.dest("me+you@example.com")
			.trialStatus(TrialStatus.SUCCESSFUL)
			.channel(Channel.EMAIL)
			.configurationId(ID)
			.authenticationId(HARD)
			.country("CM")
			.sentAt(AT)
			.sentAfter(AFTER)
			.sentBefore(BEFORE)
			.pageSize(50)
			.page(2)
			.build();
		return new ContractCall("listAuthenticationTrials",
				parameters("dest", "me+you@example.com", "trialStatus", "successful", "channel", "email",
						"configurationId", ID, "authenticationId", HARD, "country", "CM", "sentAt",
						"2026-11-22T10:00:00Z", "sentAfter", "2026-11-01T00:00:00.500Z", "sentBefore",
						"2026-12-01T23:59:59Z", "pageSize", "50", "page", "2"),
				(client) -> client.authentix().authenticationTrialItems().page(query),
				(client) -> client.authentix().authenticationTrialItems().page(query));
	}

	private static ContractCall fetchTrial() {
		return new ContractCall("fetchAuthenticationTrial", parameters("trialId", ID),
				(client) -> client.authentix().authenticationTrialItems().fetch(ID),
				(client) -> client.authentix().authenticationTrialItems().fetch(ID));
	}

	private static ContractCall fetchTrialStats() {
		TrialStatQuery query = TrialStatQuery.builder()
			.dest("+15558675310")
			.trialStatus(new TrialStatus("newer & better"))
			.channel(new Channel("voice"))
			.configurationId(ID)
			.authenticationId(OTHER_ID)
			.country("DE")
			.sentAt(AT)
			.sentAfter(AFTER)
			.sentBefore(BEFORE)
			.build();
		return new ContractCall("fetchAuthenticationTrialStats",
				parameters("dest", "+15558675310", "trialStatus", "newer & better", "channel", "voice",
						"configurationId", ID, "authenticationId", OTHER_ID, "country", "DE", "sentAt",
						"2026-11-22T10:00:00Z", "sentAfter", "2026-11-01T00:00:00.500Z", "sentBefore",
						"2026-12-01T23:59:59Z"),
				(client) -> client.authentix().authenticationTrialStatItems().fetch(query),
				(client) -> client.authentix().authenticationTrialStatItems().fetch(query));
	}

	private static Map<String, String> parameters(String... namesAndValues) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			parameters.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return parameters;
	}

	@Override
	public String toString() {
		return this.operationId + this.parameters.keySet();
	}

}
