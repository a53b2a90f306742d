package dev.reach.docs;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.authentix.AuthenticationControlItem;
import dev.reach.authentix.AuthenticationItem;
import dev.reach.authentix.Channel;
import dev.reach.authentix.CheckCode;
import dev.reach.authentix.ControlStatus;
import dev.reach.authentix.CreateConfiguration;
import dev.reach.authentix.StartAuthentication;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.MessageStatus;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.SendMessage;
import dev.reach.retry.RetryPolicy;
import dev.reach.test.MockReachHttpClient;
import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of the client in the documentation.
 */
class ClientExamplesTests {

	private final MockReachServer server = MockReachServer.start();

	private final ReachClient reachClient = ReachClient.builder()
		.baseUrl(this.server.baseUrl())
		.credentials(ReachCredentialsProvider.of(this.server.credentials()))
		.build();

	private final ReactiveReachClient reactiveReachClient = this.reachClient.reactive();

	@AfterEach
	void stop() {
		this.reachClient.close();
		this.server.close();
	}

	@Test
	void aMessageWithAllItsSettings() {
		ReachClient reachClient = this.reachClient;
		SendMessage message = SendMessage.builder("+15558675310", "ACME", "Your order is on its way.")
			.bulkIdentifier("orders")
			.scheduledTime(Instant.now().plus(Duration.ofHours(1)))
			.statusCallback(URI.create("https://shop.example.com/reach"))
			.maxPrice(new BigDecimal("0.05"))
			.validityPeriod(3600)
			.build();
		MessagingItem scheduled = reachClient.messaging().messagingItems().send(message);
		assertThat(scheduled.status()).isEqualTo(MessageStatus.SCHEDULED);
		assertThat(scheduled.bulkId()).isEqualTo("orders");
	}

	@Test
	void reactive() {
		ReactiveReachClient reactiveReachClient = this.reactiveReachClient;
		Mono<String> status = reactiveReachClient.messaging()
			.messagingItems()
			.send("+15558675310", "+15017122661", "Hey there!")
			.map((sent) -> sent.status().value());
		assertThat(status.block()).isEqualTo("queued");
	}

	@Test
	void listing() {
		ReachClient reachClient = this.reachClient;
		reachClient.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
		MessageQuery query = MessageQuery.builder().dest("+15558675310").limit(500L).build();
		for (MessagingItem message : reachClient.messaging().messagingItems().list(query)) {
			System.out.println(message);
		}
		assertThat(this.server.requests()).last()
			.satisfies((request) -> assertThat(request.uri().getRawQuery()).contains("dest=%2B15558675310"));
	}

	@Test
	void oneTimeCodes() {
		ReachClient reachClient = this.reachClient;
		String configurationId = Objects.requireNonNull(reachClient.authentix()
			.configurationItems()
			.create(CreateConfiguration.builder("Shop").build())
			.configurationId());
		AuthenticationItem authentication = reachClient.authentix()
			.authenticationItems()
			.start(configurationId, StartAuthentication.builder("+15558675310", Channel.SMS).build());
		String code = Objects.requireNonNull(this.server.simulator().codeSentTo("+15558675310"));
		AuthenticationControlItem control = reachClient.authentix()
			.authenticationControlItems()
			.check(configurationId,
					CheckCode.builder().authenticationId(authentication.authenticationId()).code(code).build());
		boolean passed = ControlStatus.PASSED.equals(control.status());
		assertThat(passed).isTrue();
	}

	@Test
	void failures() {
		Outbox outbox = new Outbox();
		CarefulSender sender = new CarefulSender(this.reachClient, outbox);
		this.server.enqueue(ReachHttpResponse.json(500, "{}"));
		assertThatExceptionOfType(ReachException.class).isThrownBy(() -> sender.send("+15558675310", "one"));
		this.server.enqueue(ReachHttpResponse.json(400, "{}"));
		assertThatExceptionOfType(ReachException.class).isThrownBy(() -> sender.send("+15558675310", "two"));
		assertThat(outbox.events()).containsExactly("check +15558675310 UNKNOWN", "repeat +15558675310 two");
	}

	@Test
	void lookBeforeYouRepeat() {
		ReachClient reachClient = this.reachClient;
		String number = "+15558675310";
		String text = "Hey there!";
		Instant startOfCall = Instant.now().minusSeconds(1);
		reachClient.messaging().messagingItems().send(number, "ACME", text);
		boolean wentOut = reachClient.messaging()
			.messagingItems()
			.list(MessageQuery.builder().dest(number).sentAfter(startOfCall).build())
			.stream()
			.anyMatch((message) -> text.equals(message.body()));
		assertThat(wentOut).isTrue();
	}

	@Test
	void derivedClient() {
		ReachClient reachClient = this.reachClient;
		ReachClient patient = reachClient.withTimeout(Duration.ofMinutes(5))
			.withResilience(reachClient.resilience().withRetryPolicy(RetryPolicy.never()));
		this.server.enqueue(ReachHttpResponse.json(503, "{\"errorCode\":503}"));
		assertThat(patient.http().get("/rest/messaging/v1/list").status()).isEqualTo(503);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void plainHttp() {
		ReachClient reachClient = this.reachClient;
		ReachHttpResponse response = reachClient.http().get("/rest/messaging/v1/list?pageSize=1");
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	void theSimulatedServiceInATest() {
		try (MockReachServer server = MockReachServer.start()) {
			ReachClient client = ReachClient.builder()
				.baseUrl(server.baseUrl())
				.credentials(ReachCredentialsProvider.of(server.credentials()))
				.build();
			MessagingItem sent = client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
			server.enqueue(ReachHttpResponse.json(503, "{\"errorCode\":503}"));
			assertThatExceptionOfType(ReachServerException.class)
				.isThrownBy(() -> client.messaging().messagingItems().unschedule(sent.messageId()));
			assertThat(server.requests()).hasSize(2);
			client.close();
		}
	}

	@Test
	void oneAnswer() {
		ReachHttpClient always = ReachHttpClient.fixed(ReachHttpResponse.json(429, "{\"errorCode\":429}"));
		ReachClient client = ReachClient.builder()
			.credentials(ReachCredentialsProvider.of(this.server.credentials()))
			.httpClient(always)
			.build();
		assertThatExceptionOfType(ReachTooManyRequestsException.class)
			.isThrownBy(() -> client.messaging().messagingItems().fetch("MID1"));
	}

	@Test
	void preparedAnswers() {
		MockReachHttpClient transport = new MockReachHttpClient()
			.answer(HttpMethod.POST, "/rest/messaging/v1/create",
					ReachHttpResponse.json(201, "{\"messageId\":\"MID1\",\"status\":\"queued\"}"))
			.answer(HttpMethod.GET, "/rest/messaging/v1/fetch", ReachHttpResponse.json(503, "{\"errorCode\":503}"),
					ReachHttpResponse.json(200, "{\"messageId\":\"MID1\",\"status\":\"delivered\"}"));
		ReachClient client = ReachClient.builder()
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("test-user", "test-key")))
			.httpClient(transport)
			.build();
		MessagingItem sent = client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
		assertThat(client.messaging().messagingItems().fetch(sent.messageId()).status())
			.isEqualTo(MessageStatus.DELIVERED);
		assertThat(transport.requests()).extracting((request) -> request.method().name())
			.containsExactly("POST", "GET", "GET");
		client.close();
	}

	@Test
	void messagesOfFailuresReadAsDocumented() {
		ReachClient nowhere = ReachClient.builder()
			.baseUrl(URI.create("http://localhost:1"))
			.credentials(ReachCredentialsProvider.of(this.server.credentials()))
			.build();
		assertThatExceptionOfType(ReachConnectException.class)
			.isThrownBy(() -> nowhere.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!"))
			.withMessageMatching("No connection \\(Connection refused: localhost/\\S+:1\\) on "
					+ "POST http://localhost:1/rest/messaging/v1/create; it was not sent")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		nowhere.close();
	}

}
