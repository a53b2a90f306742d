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
		int before = service.requests().size();
		assertThat(service.requests()).first()
			.satisfies((request) -> assertThat(request.uri().getPath()).endsWith("/create"));
		String messages = WebClient.create("http://localhost:" + port)
			.get()
			.uri("/messages")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(messages).contains("\"messageId\":\"MID000000000001\"", "\"dest\":\"+15558675310\"");
		assertThat(service.requests()).hasSize(before + 1);
	}

	@Test
	void passesRequestsOnWithCredentialsAdded(@Autowired MockReachServer service, @LocalServerPort int port) {
		String messages = WebClient.create("http://localhost:" + port)
			.get()
			.uri("/gateway/reach/rest/messaging/v1/list?limit=1")
			.retrieve()
			.bodyToMono(String.class)
			.block();
		assertThat(messages).contains("\"dest\":\"+15558675310\"");
		assertThat(service.requests()).last()
			.satisfies((request) -> assertThat(request.headers().getFirst("ApiKey"))
				.isEqualTo(service.credentials().apiKey()));
	}

}
