package dev.reach.test;

import java.time.Duration;
import java.util.List;

import dev.reach.authentix.ConfigurationItem;
import dev.reach.authentix.ConfigurationItems;
import dev.reach.authentix.CreateConfiguration;
import dev.reach.authentix.ListQuery;
import dev.reach.authentix.UpdateConfiguration;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SimulatedConfigurations}, through the client.
 */
class SimulatedConfigurationsTests {

	@RegisterExtension
	private final SimulatedService service = new SimulatedService();

	private final ConfigurationItems configurations = this.service.client().authentix().configurationItems();

	@Test
	void configurationHasTheDefaultsOfTheContract() {
		ConfigurationItem configuration = this.configurations.create(CreateConfiguration.builder("Bistro").build());
		assertThat(configuration)
			.isEqualTo(new ConfigurationItem(configuration.appletId(), "1.0.0", configuration.configurationId(),
					"Bistro", 5, false, false, 15, 5, 3, null, null, null, ContractCall.NOW, ContractCall.NOW));
		assertThat(this.configurations.fetch(idOf(configuration))).isEqualTo(configuration);
	}

	@Test
	void configurationKeepsAllItsSettings() {
		ConfigurationItem configuration = this.configurations.create(CreateConfiguration.builder("Café & +")
			.codeLength(10)
			.allowCustomCode(true)
			.usedForDigitalPayment(true)
			.defaultExpiryTime(1440)
			.defaultMaxTrials(9)
			.defaultMaxControls(6)
			.smtpSettingId("SMT1")
			.emailTemplateId("ETI1")
			.smsTemplateId("STI1")
			.build());
		assertThat(configuration).isEqualTo(
				new ConfigurationItem(configuration.appletId(), "1.0.0", configuration.configurationId(), "Café & +",
						10, true, true, 1440, 9, 6, "SMT1", "ETI1", "STI1", ContractCall.NOW, ContractCall.NOW));
	}

	@Test
	void updateChangesWhatIsSentAndNothingElse() {
		ConfigurationItem before = this.configurations
			.create(CreateConfiguration.builder("Bistro").allowCustomCode(true).codeLength(6).build());
		this.service.clock().advance(Duration.ofSeconds(5));
		ConfigurationItem after = this.configurations.update(idOf(before),
				UpdateConfiguration.builder().allowCustomCode(false).smsTemplateId("STI1").build());
		assertThat(after.allowCustomCode()).isFalse();
		assertThat(after.smsTemplateId()).isEqualTo("STI1");
		assertThat(after.codeLength()).isEqualTo(6);
		assertThat(after.serviceName()).isEqualTo("Bistro");
		assertThat(after.dateCreated()).isEqualTo(ContractCall.NOW);
		assertThat(after.dateUpdated()).isEqualTo(ContractCall.NOW.plusSeconds(5));
		assertThat(this.configurations.fetch(idOf(before))).isEqualTo(after);
	}

	@Test
	void refusedUpdateChangesNothing() {
		ConfigurationItem before = this.configurations.create(CreateConfiguration.builder("Bistro").build());
		assertThat(this.service
			.post("/rest/authentix/v1/configurations/" + before.configurationId(), "serviceName", "Other", "codeLength",
					"99")
			.status()).isEqualTo(400);
		assertThat(this.configurations.fetch(idOf(before))).isEqualTo(before);
	}

	@Test
	void nameIsTakenOnce() {
		ConfigurationItem first = this.configurations.create(CreateConfiguration.builder("Bistro").build());
		ConfigurationItem second = this.configurations.create(CreateConfiguration.builder("Other").build());
		assertFails(40006, () -> this.configurations.create(CreateConfiguration.builder("Bistro").build()));
		assertFails(40006, () -> this.configurations.update(idOf(second),
				UpdateConfiguration.builder().serviceName("Bistro").build()));
		assertThat(this.configurations.update(idOf(first), UpdateConfiguration.builder().serviceName("Bistro").build())
			.serviceName()).isEqualTo("Bistro");
	}

	@Test
	void deletedConfigurationIsGoneAndItsIdentifierIsNotUsedAgain() {
		ConfigurationItem configuration = this.configurations.create(CreateConfiguration.builder("Bistro").build());
		String id = idOf(configuration);
		this.configurations.delete(id);
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(() -> this.configurations.fetch(id))
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(40010));
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(() -> this.configurations.delete(id));
		assertThat(this.configurations.list()).isEmpty();
		assertThat(this.configurations.create(CreateConfiguration.builder("Bistro").build()).configurationId())
			.isNotEqualTo(id);
	}

	@Test
	void newestConfigurationIsListedFirstOverAllPages() {
		List<String> names = List.of("one", "two", "three", "four", "five");
		names.forEach((name) -> this.configurations.create(CreateConfiguration.builder(name).build()));
		assertThat(this.configurations.list(ListQuery.builder().pageSize(2).build()))
			.extracting(ConfigurationItem::serviceName)
			.containsExactly("five", "four", "three", "two", "one");
		assertThat(this.service.server().requests()).hasSize(8);
	}

	private static void assertFails(int code, Runnable call) {
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(code));
	}

	private static String idOf(ConfigurationItem configuration) {
		return String.valueOf(configuration.configurationId());
	}

}
