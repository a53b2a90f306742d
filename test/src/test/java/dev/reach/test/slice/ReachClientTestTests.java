package dev.reach.test.slice;

import java.time.Duration;

import dev.reach.ReactiveReachClient;
import dev.reach.test.MockReachServer;
import dev.reach.test.ReachClientTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachClientTest}.
 */
@ReachClientTest(value = Sender.class, properties = "reach.user-agent-extensions=shop/2.1")
class ReachClientTestTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Sender sender;

	@Autowired
	private MockReachServer server;

	@Test
	void namedComponentsAndThoseThatChangeTheClientAreThere() {
		this.sender.send();
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.headers().getFirst("X-Team")).isEqualTo("orders");
			assertThat(request.headers().getFirst("User-Agent")).endsWith(" shop/2.1");
		});
		assertThat(this.context.getBeansOfType(Unrelated.class)).isEmpty();
	}

	@RepeatedTest(2)
	void serverForgetsEverythingBeforeEachTest(@Autowired ReactiveReachClient client) {
		assertThat(this.server.requests()).isEmpty();
		this.sender.send();
		StepVerifier.create(client.messaging().messagingItems().list())
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

}
