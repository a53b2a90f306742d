package dev.reach;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachConfigurationException;
import dev.reach.messaging.MessagingItem;
import dev.reach.middleware.Middleware;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReachClient#builder()} in an application without Spring Boot, over
 * real sockets.
 */
class StandaloneClientTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void messageIsSentAndEverythingEndsWithTheClient() throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().code(201)
			.setHeader("Content-Type", "application/json")
			.body("{\"messageId\":\"MI1\",\"unknown\":[]}")
			.build());
		ReachClient client = ReachClient.builder()
			.baseUrl(this.server.url("/base").uri())
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.build();
		try {
			MessagingItem sent = client.messaging().messagingItems().send("+15550100000", "Reach", "Hello & welcome");
			assertThat(sent.messageId()).isEqualTo("MI1");
			assertThat(eventLoops()).isNotEmpty();
		}
		finally {
			client.close();
		}
		assertThatMessageArrived(Objects.requireNonNull(this.server.takeRequest(15, TimeUnit.SECONDS)));
		assertThatEventLoopsEnd();
	}

	@Test
	void aBuilderThatFailsLeavesNothingBehind() throws InterruptedException {
		ReachClient.Builder builder = ReachClient.builder()
			.baseUrl(this.server.url("/").uri())
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.middleware(Middleware.before(1001, (exchange) -> Mono.empty()));
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(builder::build);
		assertThatEventLoopsEnd();
	}

	private static void assertThatEventLoopsEnd() throws InterruptedException {
		for (Thread eventLoop : eventLoops()) {
			eventLoop.join(Duration.ofSeconds(15).toMillis());
		}
		assertThat(eventLoops()).isEmpty();
	}

	private static void assertThatMessageArrived(RecordedRequest request) {
		assertThat(request.getRequestLine()).isEqualTo("POST /base/rest/messaging/v1/create HTTP/1.1");
		assertThat(request.getHeaders().values("ApiUser")).containsExactly("user");
		assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
		ByteString body = Objects.requireNonNull(request.getBody());
		assertThat(body.utf8()).isEqualTo("dest=%2B15550100000&src=Reach&body=Hello+%26+welcome");
	}

	// The thread of the time limits serves all clients, and ends some time after the last
	// of them.
	private static List<Thread> eventLoops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("reach-")
					&& !thread.getName().startsWith("reach-timeouts-"))
			.toList();
	}

}
