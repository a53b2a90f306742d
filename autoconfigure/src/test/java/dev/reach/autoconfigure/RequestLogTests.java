package dev.reach.autoconfigure;

import dev.reach.ReachClient;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.middleware.RequestLog;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestLog} and its properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestLogTests {

	private static final String LOGGER = RequestLog.class.getSimpleName();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void nothingIsLoggedByDefault(CapturedOutput output) {
		runner().run((context) -> get(context.getBean(ReachClient.class)));
		assertThat(output).doesNotContain(LOGGER);
	}

	@Test
	void basicLogsEachAttemptWithoutQueryAndHeaders(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
		runner().withPropertyValues("reach.logging.level=basic")
			.run((context) -> get(context.getBean(ReachClient.class)));
		String line = "GET http://localhost:%d/any".formatted(this.server.getPort());
		assertThat(output.getOut().lines().filter((each) -> each.contains(LOGGER)))
			.map((each) -> each.replaceAll(".*(GET.*)", "$1").replaceAll("\\d+ ms", "N ms"))
			.containsExactly(line, line + " answered 503 in N ms", line, line + " answered 200 in N ms");
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void headersAreMaskedUnlessTheyAreHarmlessOrNamed(CapturedOutput output) {
		runner()
			.withPropertyValues("reach.logging.level=headers", "reach.logging.headers=x-team,X-Answer",
					"reach.headers.X-Team=orders")
			.run((context) -> get(context.getBean(ReachClient.class)));
		assertThat(output)
			.contains("Accept: application/json", "X-Team: orders", "X-Secret: ***", "X-Answer: shown",
					"Set-Cookie: ***", "Content-Length: 2")
			.doesNotContain("canary", "ApiKey");
	}

	@Test
	void failureIsLogged(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
		runner().withPropertyValues("reach.logging.level=basic", "reach.retry.enabled=false")
			.run((context) -> assertThatExceptionOfType(ReachTransportException.class)
				.isThrownBy(() -> context.getBean(ReachClient.class).http().get("/any")));
		assertThat(output)
			.containsPattern("GET http://localhost:\\d+/any failed with ReachTransportException in \\d+ ms");
	}

	private ApplicationContextRunner runner() {
		return TestContexts.runner()
			.withPropertyValues(TestContexts.baseUrl(this.server), "reach.api-user=canary-user",
					"reach.api-key=canary-key");
	}

	private void get(ReachClient client) {
		this.server.enqueue(new MockResponse.Builder().body("{}")
			.addHeader("Set-Cookie", "session=canary")
			.addHeader("X-Answer", "shown")
			.build());
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/any?dest=canary")
			.header("X-Secret", "canary-secret")
			.build();
		assertThat(client.http().request(request).status()).isEqualTo(200);
	}

}
