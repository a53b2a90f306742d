package dev.reach.http;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.resilience.Resilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpOperations}, {@link ReactiveHttpOperations} and own declared
 * interfaces.
 */
class HttpOperationsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@StartStop
	public final MockWebServer other = new MockWebServer();

	private @Nullable ReachClient client;

	@AfterEach
	void closeClient() {
		if (this.client != null) {
			this.client.close();
		}
	}

	@Test
	void eachMethodSendsWhatItSays() throws Exception {
		for (int answer = 0; answer < 4; answer++) {
			this.server.enqueue(new MockResponse.Builder().code(200).body("ok").build());
		}
		HttpOperations http = client().http();
		assertThat(http.get("a?q=1").text().block()).isEqualTo("ok");
		http.post("/b", ReachHttpBody.text("text", MediaType.TEXT_PLAIN));
		http.put("/c", ReachHttpBody.bytes(new byte[] { 1, 2 }, MediaType.APPLICATION_OCTET_STREAM));
		http.delete("/d");
		assertThat(take(this.server).getRequestLine()).isEqualTo("GET /base/a?q=1 HTTP/1.1");
		RecordedRequest post = take(this.server);
		assertThat(post.getRequestLine()).isEqualTo("POST /base/b HTTP/1.1");
		assertThat(post.getBody()).hasToString("[text=text]");
		assertThat(post.getHeaders().get("Content-Type")).isEqualTo("text/plain");
		assertThat(take(this.server).getRequestLine()).isEqualTo("PUT /base/c HTTP/1.1");
		assertThat(take(this.server).getRequestLine()).isEqualTo("DELETE /base/d HTTP/1.1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 302, 304, 400, 404, 429, 500, 503 })
	void eachStatusIsReturned(int status) {
		this.server.enqueue(new MockResponse.Builder().code(status).build());
		ReachHttpResponse response = client().http().get("/x");
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.method()).isEqualTo(HttpMethod.GET);
		assertThat(response.uri()).isEqualTo(this.server.url("/base/x").uri());
	}

	@Test
	void anAbsoluteUriLeadsAwayAndTakesNoCredentialsAlong() throws Exception {
		this.other.enqueue(new MockResponse.Builder().code(200).build());
		client().http().get(this.other.url("/x").toString());
		RecordedRequest received = take(this.other);
		assertThat(received.getHeaders().names()).doesNotContain("ApiUser", "ApiKey").contains("User-Agent");
	}

	@Test
	void anAbsoluteUriOfTheSameOriginTakesCredentialsAlong() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		client().http().get(this.server.url("/elsewhere").toString());
		assertThat(take(this.server).getHeaders().get("ApiKey")).isEqualTo("key");
	}

	@Test
	void reactiveOperationsSendNothingBeforeTheyAreSubscribedTo() {
		this.server.enqueue(new MockResponse.Builder().code(200).body("ok").build());
		Mono<String> text = client().reactive().http().get("/x").flatMap(ReachHttpResponse::text);
		assertThat(this.server.getRequestCount()).isZero();
		StepVerifier.create(text).expectNext("ok").expectComplete().verify(TIMEOUT);
		assertThat(this.server.getRequestCount()).isOne();
	}

	@Test
	void aStreamedResponseCanBeReadAsAnInputStream() throws Exception {
		String body = "0123456789".repeat(20_000);
		this.server.enqueue(new MockResponse.Builder().code(200).body(body).build());
		ReachHttpResponse response = client().http().stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build());
		assertThat(response.isComplete()).isFalse();
		try (InputStream input = response.inputStream()) {
			assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(body);
		}
	}

	@Test
	void anOwnInterfaceIsServedByThePipeline() throws Exception {
		this.server.enqueue(jsonResponse("{\"name\":\"first\",\"unknown\":1}"));
		this.server.enqueue(jsonResponse("{\"name\":\"second\"}"));
		Things things = client().createClient(Things.class);
		assertThat(things.fetch("a/b")).isEqualTo(new Thing("first"));
		StepVerifier.create(things.create(new Thing("new")))
			.expectNext(new Thing("second"))
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(take(this.server).getTarget()).isEqualTo("/base/things/a%2Fb");
		RecordedRequest created = take(this.server);
		assertThat(created.getBody()).hasToString("[text={\"name\":\"new\"}]");
		assertThat(created.getHeaders().get("Content-Type")).isEqualTo("application/json");
		assertThat(created.getHeaders().get("ApiKey")).isEqualTo("key");
		assertThat(things).hasToString("Things");
	}

	private ReachClient client() {
		URI baseUrl = this.server.url("/base").uri();
		ReachClient built = ReachClient.builder()
			.baseUrl(baseUrl)
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.resilience(Resilience.none())
			.build();
		this.client = built;
		return built;
	}

	private static RecordedRequest take(MockWebServer server) throws InterruptedException {
		RecordedRequest request = server.takeRequest(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

	private static MockResponse jsonResponse(String body) {
		return new MockResponse.Builder().code(200).addHeader("Content-Type", "application/json").body(body).build();
	}

	@HttpExchange("/things")
	interface Things {

		@GetExchange("/{id}")
		Thing fetch(@PathVariable String id);

		@PostExchange
		Mono<Thing> create(@RequestBody Thing thing);

	}

	record Thing(String name) {

	}

}
