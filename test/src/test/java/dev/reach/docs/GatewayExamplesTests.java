package dev.reach.docs;

import java.time.Duration;

import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachGatewayAutoConfiguration;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatewayExamples}.
 */
class GatewayExamplesTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReachAutoConfiguration.class, ReachGatewayAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class))
		.withPropertyValues("reach.api-user=user", "reach.api-key=key");

	@Test
	void handlerOfYourOwn() {
		this.runner.withBean(ReachHttpClient.class, () -> (request) -> Mono.just(ReachHttpResponse.json(200, "[]")))
			.withUserConfiguration(GatewayExamples.OwnHandler.class)
			.run((context) -> {
				assertThat(get(context, "/prices/today").getBodyAsString().block()).isEqualTo("[]");
				assertThat(context.getBean(GatewayExamples.OwnHandler.class).audit).containsExactly(
						"GET https://prices.example.com/v2/today: 200 OK to GET https://prices.example.com/v2/today");
			});
	}

	@Test
	void auditedRoutes() {
		this.runner.withBean(ReachHttpClient.class, () -> ReachHttpClient.fixed(ReachHttpResponse.of(204)))
			.withUserConfiguration(GatewayExamples.AuditedRoutes.class)
			.withPropertyValues("reach.gateway.routes[0].id=all", "reach.gateway.routes[0].path=/**")
			.run((context) -> {
				get(context, "/x");
				assertThat(context.getBean(GatewayExamples.AuditedRoutes.class).audit).hasSize(1);
			});
	}

	@Test
	void otherErrors() {
		this.runner
			.withBean(ReachHttpClient.class,
					() -> (request) -> Mono.error(request.uri().getPath().equals("/slow")
							? ReachTimeoutException.ofCall("GET /slow", Duration.ofSeconds(1), Delivery.UNKNOWN)
							: new ReachTransportException("gone", null, Delivery.UNKNOWN)))
			.withUserConfiguration(GatewayExamples.OtherErrors.class)
			.withPropertyValues("reach.gateway.routes[0].id=all", "reach.gateway.routes[0].path=/**")
			.run((context) -> {
				assertThat(get(context, "/slow").getStatusCode()).hasToString("503 SERVICE_UNAVAILABLE");
				assertThat(get(context, "/other").getStatusCode()).hasToString("502 BAD_GATEWAY");
			});
	}

	private static MockServerHttpResponse get(ApplicationContext context, String path) {
		MockServerHttpResponse response = new MockServerHttpResponse();
		context.getBean(HttpHandler.class)
			.handle(MockServerHttpRequest.get(path).build(), response)
			.block(Duration.ofSeconds(10));
		return response;
	}

}
