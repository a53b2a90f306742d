package dev.reach.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.reach.authentix.AuthenticationControlItem;
import dev.reach.authentix.AuthenticationItem;
import dev.reach.authentix.AuthenticationStatus;
import dev.reach.authentix.AuthenticationTrialItem;
import dev.reach.authentix.Authentix;
import dev.reach.authentix.Channel;
import dev.reach.authentix.CheckCode;
import dev.reach.authentix.ControlStatus;
import dev.reach.authentix.CreateConfiguration;
import dev.reach.authentix.ListQuery;
import dev.reach.authentix.PaymentInfo;
import dev.reach.authentix.StartAuthentication;
import dev.reach.authentix.TrialQuery;
import dev.reach.authentix.TrialStatQuery;
import dev.reach.authentix.TrialStatus;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachTooManyRequestsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SimulatedAuthentications}, through the client.
 */
class SimulatedAuthenticationsTests {

	private static final String DEST = "+15558675310";

	private static final PaymentInfo PAYMENT = new PaymentInfo("Bistro", new BigDecimal("18.5"), "usd");

	@RegisterExtension
	private final SimulatedService service = new SimulatedService();

	private final Authentix authentix = this.service.client().authentix();

	private String configurationId = "";

	@BeforeEach
	void createConfiguration() {
		this.configurationId = configuration(CreateConfiguration.builder("Bistro").defaultExpiryTime(10));
	}

	@Test
	void authenticationAwaitsTheCodeThatWasSent() {
		AuthenticationItem authentication = start(DEST);
		assertThat(authentication.status()).isEqualTo(AuthenticationStatus.AWAITING);
		assertThat(authentication.dest()).isEqualTo(DEST);
		assertThat(authentication.channel()).isEqualTo(Channel.SMS);
		assertThat(authentication.expiryTime()).isEqualTo(10);
		assertThat(authentication.trials()).singleElement()
			.satisfies((trial) -> assertThat(trial.channel()).isEqualTo(Channel.SMS));
		assertThat(fetch(authentication)).isEqualTo(authentication);
		assertThat(this.service.server().simulator().codeSentTo(DEST)).matches("[0-9]{5}");
		assertThat(this.service.server().simulator().codeSentTo("+1999")).isNull();
	}

	@Test
	void rightCodePasses() {
		AuthenticationItem authentication = start(DEST);
		this.service.clock().advance(Duration.ofMinutes(1));
		AuthenticationControlItem control = check(DEST, code(DEST));
		assertThat(control.status()).isEqualTo(ControlStatus.PASSED);
		assertThat(control.authenticationId()).isEqualTo(authentication.authenticationId());
		assertThat(fetch(authentication).status()).isEqualTo(AuthenticationStatus.PASSED);
		assertThat(fetch(authentication).dateUpdated()).isEqualTo(ContractCall.NOW.plusSeconds(60));
		assertNoneAwaits(() -> check(DEST, code(DEST)));
	}

	@Test
	void codeIsFoundByTheAuthenticationToo() {
		AuthenticationItem authentication = start(DEST);
		CheckCode code = CheckCode.builder().authenticationId(idOf(authentication)).code(code(DEST)).build();
		assertThat(this.authentix.authenticationControlItems().check(this.configurationId, code).status())
			.isEqualTo(ControlStatus.PASSED);
	}

	@Test
	void wrongCodeFailsUntilTheChecksAreUsedUp() {
		AuthenticationItem authentication = start(DEST);
		for (int i = 0; i < 3; i++) {
			assertThat(fetch(authentication).status()).isEqualTo(AuthenticationStatus.AWAITING);
			assertThat(check(DEST, "0000").status()).isEqualTo(ControlStatus.FAILED);
		}
		assertNoneAwaits(() -> check(DEST, code(DEST)));
		assertThat(this.authentix.authenticationItems().list(this.configurationId)).isEmpty();
		assertThat(fetch(authentication).status()).isEqualTo(AuthenticationStatus.EXPIRED);
	}

	@Test
	void rightCodePassesOnTheLastCheck() {
		start(DEST);
		check(DEST, "0000");
		check(DEST, "0000");
		assertThat(check(DEST, code(DEST)).status()).isEqualTo(ControlStatus.PASSED);
	}

	@Test
	void authenticationExpiresByTheClock() {
		AuthenticationItem authentication = start(DEST);
		this.service.clock().advance(Duration.ofMinutes(10).minusNanos(1));
		assertThat(fetch(authentication).status()).isEqualTo(AuthenticationStatus.AWAITING);
		this.service.clock().advance(Duration.ofNanos(1));
		assertThat(fetch(authentication).status()).isEqualTo(AuthenticationStatus.EXPIRED);
		assertNoneAwaits(() -> check(DEST, code(DEST)));
		assertThat(start(DEST).authenticationId()).isNotEqualTo(authentication.authenticationId());
	}

	@Test
	void sameCodeIsSentAgainWhileTheAuthenticationLives() {
		AuthenticationItem first = start(DEST);
		String code = code(DEST);
		AuthenticationItem second = start(DEST);
		assertThat(second.authenticationId()).isEqualTo(first.authenticationId());
		assertThat(second.trials()).hasSize(2);
		assertThat(code(DEST)).isEqualTo(code);
		AuthenticationItem other = start("+15017122661");
		assertThat(other.authenticationId()).isNotEqualTo(first.authenticationId());
		assertThat(code("+15017122661")).isNotEqualTo(code);
		this.service.clock().advance(Duration.ofMinutes(10));
		start(DEST);
		assertThat(code(DEST)).isNotEqualTo(code);
	}

	@Test
	void codeIsSentAsOftenAsAllowed() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.authentix.authenticationItems().list(this.configurationId)).hasSize((i > 0) ? 1 : 0);
			start(DEST);
		}
		assertThat(this.authentix.authenticationItems().list(this.configurationId)).isEmpty();
		assertThatExceptionOfType(ReachTooManyRequestsException.class).isThrownBy(() -> start(DEST))
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(20208));
		assertThat(check(DEST, code(DEST)).status()).isEqualTo(ControlStatus.PASSED);
	}

	@Test
	void codeHasTheLengthOfTheConfiguration() {
		for (int length = 4; length <= 10; length++) {
			String configuration = configuration(CreateConfiguration.builder("length " + length).codeLength(length));
			String dest = DEST + length;
			this.authentix.authenticationItems()
				.start(configuration, StartAuthentication.builder(dest, Channel.SMS).build());
			assertThat(code(dest)).matches("[1-9][0-9]{" + (length - 1) + "}");
		}
	}

	@Test
	void customCodeIsTakenIfAllowed() {
		StartAuthentication authentication = StartAuthentication.builder("me+you@example.com", Channel.EMAIL)
			.customCode("0042")
			.serviceName("Other")
			.templateId("ETI1")
			.templateDataMap(Map.of("name", "Zoë", "count", 2))
			.build();
		assertFails(40106, () -> this.authentix.authenticationItems().start(this.configurationId, authentication));
		String configuration = configuration(CreateConfiguration.builder("custom").allowCustomCode(true));
		AuthenticationItem started = this.authentix.authenticationItems().start(configuration, authentication);
		assertThat(started.channel()).isEqualTo(Channel.EMAIL);
		assertThat(code("me+you@example.com")).isEqualTo("0042");
		assertThat(this.authentix.authenticationItems()
			.update(configuration, idOf(started), AuthenticationStatus.CANCELED)
			.status()).isEqualTo(AuthenticationStatus.CANCELED);
		this.authentix.authenticationItems()
			.start(configuration, StartAuthentication.builder(DEST, Channel.SMS).customCode("4711").build());
		assertThat(this.authentix.authenticationItems()
			.update(configuration, idOf(this.authentix.authenticationItems().list(configuration).iterator().next()),
					AuthenticationStatus.PASSED)
			.status()).isEqualTo(AuthenticationStatus.PASSED);
		assertThat(this.authentix.authenticationItems().list(configuration)).isEmpty();
	}

	@Test
	void paymentIsNeededWhereTheConfigurationSaysSo() {
		String configuration = configuration(CreateConfiguration.builder("payments").usedForDigitalPayment(true));
		assertFails(40107, () -> this.authentix.authenticationItems()
			.start(configuration, StartAuthentication.builder(DEST, Channel.SMS).build()));
		AuthenticationItem authentication = this.authentix.authenticationItems()
			.start(configuration, StartAuthentication.builder(DEST, Channel.SMS).paymentInfo(PAYMENT).build());
		assertThat(authentication.paymentInfo()).isEqualTo(PAYMENT);
		assertThat(this.authentix.authenticationControlItems()
			.check(configuration, CheckCode.builder().dest(DEST).code(code(DEST)).paymentInfo(PAYMENT).build())
			.paymentInfo()).isEqualTo(PAYMENT);
		assertThat(this.authentix.authenticationTrialItems().list()).singleElement()
			.extracting(AuthenticationTrialItem::paymentInfo)
			.isEqualTo(PAYMENT);
	}

	@Test
	void paymentIsIgnoredElsewhere() {
		AuthenticationItem authentication = this.authentix.authenticationItems()
			.start(this.configurationId, StartAuthentication.builder(DEST, Channel.SMS).paymentInfo(PAYMENT).build());
		assertThat(authentication.paymentInfo()).isNull();
	}

	@Test
	void liveAuthenticationsAreListedTheNewestFirst() {
		for (int i = 0; i < 5; i++) {
			start(DEST + i);
		}
		check(DEST + 2, code(DEST + 2));
		assertThat(this.authentix.authenticationItems()
			.list(this.configurationId, ListQuery.builder().pageSize(3).build())).extracting(AuthenticationItem::dest)
			.containsExactly(DEST + 4, DEST + 3, DEST + 1, DEST + 0);
		assertThat(this.authentix.authenticationItems().list(configuration(CreateConfiguration.builder("empty"))))
			.isEmpty();
	}

	@Test
	void unknownIdentifiersAreNotFound() {
		assertNotFound(40010, () -> this.authentix.authenticationItems().fetch("nope", "nope"));
		assertNotFound(40013, () -> this.authentix.authenticationItems().fetch(this.configurationId, "nope"));
		assertNotFound(40014, () -> this.authentix.authenticationTrialItems().fetch("nope"));
		assertNoneAwaits(() -> check(DEST, "1234"));
		String other = configuration(CreateConfiguration.builder("other"));
		AuthenticationItem authentication = start(DEST);
		assertNotFound(40013, () -> this.authentix.authenticationItems().fetch(other, idOf(authentication)));
	}

	@Test
	void trialsTellWhetherTheCodeWasUsed() {
		AuthenticationItem first = start(DEST);
		this.service.clock().advance(Duration.ofMinutes(1));
		start(DEST);
		check(DEST, code(DEST));
		this.service.clock().advance(Duration.ofDays(1));
		String other = configuration(CreateConfiguration.builder("other"));
		this.authentix.authenticationItems()
			.start(other, StartAuthentication.builder("me+you@example.com", Channel.EMAIL).build());
		assertTrials(TrialQuery.builder(), "TRD000000000003", "TRD000000000002", "TRD000000000001");
		assertTrials(TrialQuery.builder().dest(DEST), "TRD000000000002", "TRD000000000001");
		assertTrials(TrialQuery.builder().trialStatus(TrialStatus.SUCCESSFUL), "TRD000000000002");
		assertTrials(TrialQuery.builder().channel(Channel.EMAIL), "TRD000000000003");
		assertTrials(TrialQuery.builder().configurationId(other), "TRD000000000003");
		assertTrials(TrialQuery.builder().authenticationId(idOf(first)), "TRD000000000002", "TRD000000000001");
		assertTrials(TrialQuery.builder().sentAfter(ContractCall.NOW), "TRD000000000003", "TRD000000000002");
		assertTrials(TrialQuery.builder().sentBefore(ContractCall.NOW.plusSeconds(60)), "TRD000000000001");
		assertTrials(TrialQuery.builder().sentAt(ContractCall.NOW), "TRD000000000002", "TRD000000000001");
		assertTrials(TrialQuery.builder().pageSize(1), "TRD000000000003", "TRD000000000002", "TRD000000000001");
		AuthenticationTrialItem trial = this.authentix.authenticationTrialItems().fetch("TRD000000000002");
		assertThat(trial.trialStatus()).isEqualTo(TrialStatus.SUCCESSFUL);
		assertThat(trial.dateCreated()).isEqualTo(ContractCall.NOW.plusSeconds(60));
		assertThat(trial.authenticationId()).isEqualTo(first.authenticationId());
	}

	@Test
	void figuresCountTheTrialsThatMatch() {
		assertThat(this.authentix.authenticationTrialStatItems().fetch(TrialStatQuery.builder().build()))
			.satisfies((stats) -> assertThat(stats.totalTrials()).isZero())
			.satisfies((stats) -> assertThat(stats.successRate()).isNull());
		start(DEST);
		check(DEST, code(DEST));
		start("+15017122661");
		start("+15017122662");
		start("+15017122663");
		assertThat(this.authentix.authenticationTrialStatItems().fetch(TrialStatQuery.builder().build()))
			.satisfies((stats) -> assertThat(stats.totalTrials()).isEqualTo(4))
			.satisfies((stats) -> assertThat(stats.numSuccessfulTrials()).isEqualTo(1))
			.satisfies((stats) -> assertThat(stats.numUnsuccessfulTrials()).isEqualTo(3))
			.satisfies((stats) -> assertThat(stats.successRate()).isEqualByComparingTo("0.25"));
		assertThat(this.authentix.authenticationTrialStatItems()
			.fetch(TrialStatQuery.builder().dest(DEST).trialStatus(TrialStatus.SUCCESSFUL).build())
			.totalTrials()).isEqualTo(1);
	}

	private String configuration(CreateConfiguration.Builder configuration) {
		return Objects
			.requireNonNull(this.authentix.configurationItems().create(configuration.build()).configurationId());
	}

	private AuthenticationItem start(String dest) {
		return this.authentix.authenticationItems()
			.start(this.configurationId, StartAuthentication.builder(dest, Channel.SMS).build());
	}

	private AuthenticationItem fetch(AuthenticationItem authentication) {
		return this.authentix.authenticationItems().fetch(this.configurationId, idOf(authentication));
	}

	private AuthenticationControlItem check(String dest, String code) {
		return this.authentix.authenticationControlItems()
			.check(this.configurationId, CheckCode.builder().dest(dest).code(code).build());
	}

	private String code(String dest) {
		return Objects.requireNonNull(this.service.server().simulator().codeSentTo(dest));
	}

	private void assertTrials(TrialQuery.Builder query, String... ids) {
		assertThat(this.authentix.authenticationTrialItems().list(query.build()))
			.extracting(AuthenticationTrialItem::trialId)
			.containsExactly(ids);
	}

	private static void assertNoneAwaits(Runnable call) {
		assertNotFound(40016, call);
	}

	private static void assertNotFound(int code, Runnable call) {
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(code));
	}

	private static void assertFails(int code, Runnable call) {
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400))
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(code));
	}

	private static String idOf(AuthenticationItem authentication) {
		return String.valueOf(authentication.authenticationId());
	}

}
