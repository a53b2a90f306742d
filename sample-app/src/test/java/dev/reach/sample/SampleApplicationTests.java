package dev.reach.sample;

import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	@Test
	void sendsAMessageAndListsIt(@Autowired MockReachServer service, @LocalServerPort int port) {
		assertThat(service.requests()).hasSize(1);
		String messages = WebClient.create("http://localhost:" + port)
			.get()
			.uri("/messages")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(messages).contains("\"messageId\":\"MID000000000001\"", "\"dest\":\"+15558675310\"");
		assertThat(service.requests()).hasSize(2);
	}

}
