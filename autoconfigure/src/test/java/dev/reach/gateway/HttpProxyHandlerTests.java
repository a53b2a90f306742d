package dev.reach.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;

import dev.reach.http.PathRewrite;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpProxyHandler}.
 */
class HttpProxyHandlerTests {

	@StartStop
	private final MockWebServer target = new MockWebServer();

	@Test
	void requestsAndResponsesArePassedOn() throws Exception {
		this.target.enqueue(new MockResponse.Builder().code(201).addHeader("X-Target", "a").body("done").build());
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url("/base"))
			.rewrite(new PathRewrite("/svc", "/v1"))
			.state(() -> Map.of("user", "alice"))
			.middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.updateRequest((request) -> request.mutate()
					.header("X-User", String.valueOf(exchange.state().get("user")))
					.build());
				return Mono.empty();
			})))) {
			HttpResponse<String> response = send(HttpRequest.newBuilder(gateway.uri("/svc/x?a=1&a=2"))
				.POST(BodyPublishers.ofString("content"))
				.build());
			assertThat(response.statusCode()).isEqualTo(201);
			assertThat(response.headers().firstValue("X-Target")).contains("a");
			assertThat(response.body()).isEqualTo("done");
		}
		RecordedRequest request = this.target.takeRequest();
		assertThat(request.getMethod()).isEqualTo("POST");
		assertThat(request.getTarget()).isEqualTo("/base/v1/x?a=1&a=2");
		assertThat(request.getHeaders().get("X-User")).isEqualTo("alice");
		assertThat(Objects.requireNonNull(request.getBody()).utf8()).isEqualTo("content");
	}

	private URI url(String path) {
		return URI.create("http://127.0.0.1:" + this.target.getPort() + path);
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
