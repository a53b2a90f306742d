package dev.reach.test;

import dev.reach.http.PayloadMapper;
import dev.reach.test.ReachContract.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReachContract}: that it finds what is wrong.
 */
class ReachContractTests {

	private final ReachContract contract = ReachContract.load();

	@Test
	void operationIsReadWithAllItsParts() {
		assertThat(this.contract.operation("startAuthentication")).satisfies((operation) -> {
			assertThat(operation.method()).isEqualTo("POST");
			assertThat(operation.path())
				.isEqualTo("/rest/authentix/v1/configurations/{configurationId}/authentications");
			assertThat(operation.pathParameters()).containsExactly("configurationId");
			assertThat(operation.queryParameters()).isEmpty();
			assertThat(operation.formParameters()).hasSize(7).contains("paymentInfo", "templateDataMap");
			assertThat(operation.required()).containsExactly("configurationId", "dest", "channel");
			assertThat(operation.success()).isEqualTo(201);
			assertThat(operation.responseSchema()).isEqualTo("AuthenticationItem");
		});
		assertThat(this.contract.operation("listMessages").queryParameters()).hasSize(8);
		assertThat(this.contract.operation("deleteMessage").responseSchema()).isNull();
	}

	@Test
	void operationIsFoundByItsPath() {
		Operation operation = this.contract.operation("GET", "/rest/authentix/v1/configurations/a%2Fb");
		assertThat(operation.id()).isEqualTo("fetchConfiguration");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.contract.operation("GET", "/rest/authentix/v1/configurations/a/b"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			MessageItem     | {"messageId":5}
			MessageItem     | {"messageId":null}
			MessageItem     | {"status":"parked"}
			MessageItem     | {"dateCreated":"yesterday"}
			MessageItem     | {"dateCreated":"2026-11-22 10:00:00"}
			MessageItem     | {"price":"0.1"}
			MessageItem     | {"scheduledTime":"2026-11-22T10:00:00Z"}
			MessageItemPage | {"page":-1}
			MessageItemPage | {"items":[]}
			MessageItemPage | {"messages":[{"status":"parked"}]}
			MessageItemPage | {"messages":[{"text":"x"}]}
			AuthenticationItem | {"paymentInfo":{"payee":"x","amount":1}}
			AuthenticationItem | {"paymentInfo":{"payee":"x","amount":1,"currency":"usd","iban":"x"}}
			AuthenticationItem | {"trials":[{"dest":"x"}]}
			Error           | {"code":1}
			""")
	void bodyThatBreaksItsSchemaIsFound(String schema, String body) {
		assertThat(this.contract.problems(schema, json(body))).hasSizeGreaterThanOrEqualTo(1);
	}

	@Test
	void missingPropertyIsFoundInACompleteBodyOnly() {
		JsonNode body = json("{\"payee\":\"x\",\"amount\":1,\"currency\":\"usd\"}");
		assertThat(this.contract.problemsOfComplete("PaymentInfo", body)).isEmpty();
		assertThat(this.contract.problems("TrialQuickInfo", json("{\"trialId\":\"x\"}"))).isEmpty();
		assertThat(this.contract.problemsOfComplete("TrialQuickInfo", json("{\"trialId\":\"x\"}"))).hasSize(1);
		assertThat(this.contract.problemsOfComplete("MessageItemPage", json("""
				{"page":0,"pageSize":1,"totalPages":1,"outOfPageRange":false,"totalMessages":1,"messages":[{}]}""")))
			.hasSize(1);
	}

	@Test
	void openPropertiesMayHoldAnything() {
		assertThat(this.contract.problems("Error", json("{\"errorDetails\":{\"a\":[1]}}"))).isEmpty();
		assertThat(this.contract.problems("AuthenticationTrialItem", json("{\"channelInfo\":{\"a\":null}}"))).isEmpty();
	}

	private static JsonNode json(String text) {
		return PayloadMapper.create().readTree(text);
	}

}
