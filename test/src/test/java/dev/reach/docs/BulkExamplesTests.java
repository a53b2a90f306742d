package dev.reach.docs;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.SendMessage;
import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BulkExamples}.
 */
class BulkExamplesTests {

	private final MockReachServer server = MockReachServer.start();

	private final ReachClient reachClient = ReachClient.builder()
		.baseUrl(this.server.baseUrl())
		.credentials(ReachCredentialsProvider.of(this.server.credentials()))
		.build();

	@AfterEach
	void stop() {
		this.reachClient.close();
		this.server.close();
	}

	@Test
	void blocking() {
		SendMessage invalid = SendMessage.builder("nobody", "ACME", "Hey there!").build();
		BulkExamples examples = new BulkExamples();
		this.server.enqueue(ReachHttpResponse.json(500, "{}"));
		examples.blocking(this.reachClient, Stream.concat(messages().stream(), Stream.of(invalid)).toList());
		assertThat(examples.notSent()).containsExactly(invalid);
		assertThat(examples.unknown()).hasSize(1).isSubsetOf(messages());
		assertThat(this.server.requests()).hasSize(20);
	}

	@Test
	void reactive() {
		assertThat(new BulkExamples().reactive(this.reachClient.reactive(), messages()).block(Duration.ofSeconds(30)))
			.isEqualTo(20);
		assertThat(this.server.requests()).hasSize(20);
	}

	private static List<SendMessage> messages() {
		return IntStream.range(0, 20)
			.mapToObj((index) -> SendMessage.builder("+155586753" + (10 + index), "ACME", "Hey there!").build())
			.toList();
	}

}
