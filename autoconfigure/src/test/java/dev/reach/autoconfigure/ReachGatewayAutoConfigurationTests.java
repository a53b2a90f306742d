package dev.reach.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.reach.credential.SignedRequest;
import dev.reach.gateway.CallerPolicy;
import dev.reach.gateway.GatewayErrorHandler;
import dev.reach.gateway.GatewayRouteCustomizer;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.StrictHttpServerCustomizer;
import dev.reach.observation.GatewayMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachGatewayAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReachGatewayAutoConfigurationTests {

	private static final String ROUTE = "reach.gateway.routes[0].";

	@StartStop
	private final MockWebServer target = new MockWebServer();

	private ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(TestContexts.AUTO_CONFIGURATIONS)
		.withConfiguration(AutoConfigurations.of(ReachResilienceAutoConfiguration.class,
				ReachGatewayAutoConfiguration.class, NettyReactiveWebServerAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(Authentication.class))
		.withPropertyValues(TestContexts.QUICK_END, "server.port=0", "server.address=127.0.0.1");

	@BeforeEach
	void credentials() {
		this.runner = this.runner.withPropertyValues(TestContexts.client(this.target));
	}

	@Test
	void routePassesRequestsOn() {
		answer(new MockResponse.Builder().code(201).addHeader("X-Target", "a").body("done").build());
		this.runner.withPropertyValues(route("/gateway/**"))
			.withPropertyValues(ROUTE + "rewrite.from=/gateway", ROUTE + "rewrite.to=/v1")
			.run((context) -> {
				HttpResponse<String> response = get(context, "/gateway/x%2Fy?a=1&a=2");
				assertThat(response.statusCode()).isEqualTo(201);
				assertThat(response.headers().firstValue("X-Target")).contains("a");
				assertThat(response.body()).isEqualTo("done");
				RecordedRequest request = take();
				assertThat(request.getTarget()).isEqualTo("/v1/x%2Fy?a=1&a=2");
				assertThat(request.getHeaders().get("ApiKey")).isNull();
				assertThat(request.getHeaders().get("Host")).isEqualTo("127.0.0.1:" + this.target.getPort());
			});
	}

	@Test
	void requestsOfOtherPathsAndMethodsAreNotTaken() {
		this.runner.withUserConfiguration(OwnController.class)
			.withPropertyValues(route("/gateway/**"))
			.withPropertyValues(ROUTE + "methods=post")
			.run((context) -> {
				assertThat(get(context, "/other").statusCode()).isEqualTo(404);
				assertThat(get(context, "/gateway/own").body()).isEqualTo("own");
				assertThat(this.target.getRequestCount()).isZero();
			});
	}

	@Test
	void firstRouteThatTakesTheRequestIsUsed() {
		answer(ok());
		this.runner.withPropertyValues(route("/a/**"))
			.withPropertyValues("reach.gateway.routes[1].id=second", "reach.gateway.routes[1].path=/**",
					"reach.gateway.routes[1].target=" + url("/second"))
			.run((context) -> {
				get(context, "/b");
				assertThat(take().getTarget()).isEqualTo("/second/b");
			});
	}

	@Test
	void credentialsAreAddedForTheReachApi(CapturedOutput output) {
		answer(ok());
		this.runner
			.withPropertyValues(ROUTE + "id=r", ROUTE + "path=/gateway/**", ROUTE + "rewrite.from=/gateway",
					ROUTE + "credentials=true")
			.run((context) -> {
				assertThat(
						send(context, request(context, "/gateway/x").header("ApiKey", "forged").build()).statusCode())
					.isEqualTo(200);
				RecordedRequest request = take();
				assertThat(request.getHeaders().values("ApiUser")).containsExactly("user");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
				assertThat(output).contains("/gateway/**").contains("credentials").doesNotContain("key,");
			});
	}

	@Test
	void credentialsAreRefusedForAnotherTarget() {
		this.runner.withPropertyValues(route("/gateway/**"))
			.withPropertyValues(ROUTE + "target=https://example.com", ROUTE + "credentials=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("reach.gateway.routes[0].credentials")
				.hasMessageContaining("https://example.com"));
	}

	@Test
	void requestsAreSignedAtTheReachApi() {
		answer(ok());
		this.runner
			.withPropertyValues(ROUTE + "id=r", ROUTE + "path=/**", ROUTE + "credentials=true",
					"reach.api-secret=" + SignedRequest.SECRET)
			.run((context) -> {
				HttpRequest request = request(context, "/x").POST(HttpRequest.BodyPublishers.ofString("content"))
					.build();
				assertThat(send(context, request).statusCode()).isEqualTo(200);
				TestContexts.signed(take()).assertSigned();
			});
	}

	@Test
	void failureIsAProblem() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "target=http://127.0.0.1:1")
			.run((context) -> {
				HttpResponse<String> response = get(context, "/x");
				assertThat(response.statusCode()).isEqualTo(502);
				assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
			});
	}

	@Test
	void hostOfTheCallerCanBePreserved() {
		answer(ok());
		this.runner.withPropertyValues(route("/**")).withPropertyValues(ROUTE + "preserve-host=true").run((context) -> {
			get(context, "/x");
			assertThat(take().getHeaders().get("Host")).isEqualTo(base(context).getAuthority());
		});
	}

	@Test
	void headersAreAddedAndRemoved() {
		answer(ok());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "headers.add[X-Added]=a", ROUTE + "headers.remove=X-Inner,X-Other")
			.run((context) -> {
				send(context, request(context, "/x").header("X-Inner", "secret").header("X-Kept", "k").build());
				RecordedRequest request = take();
				assertThat(request.getHeaders().get("X-Added")).isEqualTo("a");
				assertThat(request.getHeaders().get("X-Kept")).isEqualTo("k");
				assertThat(request.getHeaders().get("X-Inner")).isNull();
			});
	}

	@Test
	void largerRequestsAreRefused() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "max-request-size=3B")
			.run((context) -> {
				HttpRequest request = request(context, "/x").POST(HttpRequest.BodyPublishers.ofString("four")).build();
				assertThat(send(context, request).statusCode()).isEqualTo(413);
				assertThat(this.target.getRequestCount()).isZero();
			});
	}

	@Test
	void largerHeadersAreRefused() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "max-header-size=200B")
			.run((context) -> {
				HttpRequest request = request(context, "/x").header("X-Large", "a".repeat(200)).build();
				assertThat(send(context, request).statusCode()).isEqualTo(431);
				assertThat(this.target.getRequestCount()).isZero();
			});
	}

	@Test
	void targetHasItsTime() {
		answer(new MockResponse.Builder().onRequestStart(SocketEffect.Stall.INSTANCE).build());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "timeout=200ms")
			.run((context) -> assertThat(get(context, "/x").statusCode()).isEqualTo(504));
	}

	@Test
	void requestsAreRepeatedIfAskedFor() {
		answer(new MockResponse.Builder().code(503).build());
		answer(ok());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "retry=true", "reach.retry.backoff.initial=1ms")
			.run((context) -> assertThat(get(context, "/x").statusCode()).isEqualTo(200));
		assertThat(this.target.getRequestCount()).isEqualTo(2);
	}

	@Test
	void requestsAreNotRepeatedByDefault() {
		answer(new MockResponse.Builder().code(503).build());
		this.runner.withPropertyValues(route("/**"))
			.run((context) -> assertThat(get(context, "/x").statusCode()).isEqualTo(503));
		assertThat(this.target.getRequestCount()).isEqualTo(1);
	}

	@Test
	void rateOfARouteIsLimited() {
		answer(ok());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "rate-limit.enabled=true", ROUTE + "rate-limit.limit-for-period=1",
					ROUTE + "rate-limit.limit-refresh-period=1h", ROUTE + "rate-limit.timeout-duration=0s")
			.run((context) -> {
				assertThat(get(context, "/x").statusCode()).isEqualTo(200);
				HttpResponse<String> refused = get(context, "/x");
				assertThat(refused.statusCode()).isEqualTo(503);
				assertThat(refused.headers().firstValue("Retry-After")).isNotEmpty();
			});
		assertThat(this.target.getRequestCount()).isEqualTo(1);
	}

	@Test
	void circuitBreakerOfARouteOpens() {
		answer(new MockResponse.Builder().code(500).build());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "circuit-breaker.enabled=true",
					ROUTE + "circuit-breaker.minimum-number-of-calls=1",
					ROUTE + "circuit-breaker.sliding-window-size=1")
			.run((context) -> {
				assertThat(get(context, "/x").statusCode()).isEqualTo(500);
				HttpResponse<String> refused = get(context, "/x");
				assertThat(refused.statusCode()).isEqualTo(503);
				assertThat(refused.headers().firstValue("Retry-After")).isNotEmpty();
			});
		assertThat(this.target.getRequestCount()).isEqualTo(1);
	}

	@Test
	void errorStatusCanBeAFailure() {
		answer(new MockResponse.Builder().code(404).body("secret").build());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues("reach.gateway.fail-on-error-status=true")
			.run((context) -> {
				HttpResponse<String> response = get(context, "/x");
				assertThat(response.statusCode()).isEqualTo(500);
				assertThat(response.body()).contains("404").contains("Not Found").doesNotContain("secret");
			});
	}

	@Test
	void headersOfTrustedProxiesAreBelieved() {
		answer(ok());
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues("reach.gateway.trusted-proxies=127.0.0.0/8")
			.run((context) -> {
				send(context, request(context, "/x").header("X-Forwarded-For", "203.0.113.7").build());
				assertThat(take().getHeaders().get("X-Forwarded-For")).isEqualTo("203.0.113.7, 127.0.0.1");
			});
	}

	@Test
	void requestsThatCouldBeTakenForOthersAreRefusedByTheServer() {
		this.runner.withPropertyValues(route("/**"))
			.run((context) -> assertThat(context.getBean("reachStrictHttpServerCustomizer"))
				.isInstanceOf(StrictHttpServerCustomizer.class));
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues("reach.gateway.strict-http=false")
			.run((context) -> assertThat(context.getBean("reachStrictHttpServerCustomizer"))
				.isNotInstanceOf(StrictHttpServerCustomizer.class));
	}

	@Test
	void serverIsLeftAloneWithoutRoutes() {
		this.runner.run((context) -> assertThat(context.getBean("reachStrictHttpServerCustomizer"))
			.isNotInstanceOf(StrictHttpServerCustomizer.class));
	}

	@Test
	void callersWithoutSpringSecurityAreThoseOfTheMachine() {
		this.runner.run((context) -> assertThat(context).getBean(CallerPolicy.class)
			.hasToString(CallerPolicy.loopback().toString()));
		this.runner.withPropertyValues("reach.gateway.allow-anonymous=true")
			.run((context) -> assertThat(context).getBean(CallerPolicy.class)
				.hasToString(CallerPolicy.anyone().toString()));
	}

	@Test
	void callersWithSpringSecurityAreAuthenticated() {
		this.runner.withClassLoader(getClass().getClassLoader())
			.withPropertyValues(ROUTE + "id=r", ROUTE + "path=/**", ROUTE + "credentials=true",
					"reach.gateway.allow-anonymous=true")
			.run((context) -> {
				assertThat(context).hasSingleBean(AuthenticatedCallers.class);
				assertThat(get(context, "/x").statusCode()).isEqualTo(401);
			});
		assertThat(this.target.getRequestCount()).isZero();
	}

	@Test
	void ownPartsAreUsed() {
		answer(ok());
		this.runner.withUserConfiguration(OwnParts.class).withPropertyValues(route("/**")).run((context) -> {
			assertThat(get(context, "/x").body()).isEqualTo("from the middleware of the route");
			assertThat(get(context, "/own/x").statusCode()).isEqualTo(418);
		});
	}

	@Test
	void builderIsForRoutesOfTheApplication() {
		answer(ok());
		this.runner.withBean("url", URI.class, () -> URI.create(url("")))
			.withUserConfiguration(OwnRoute.class)
			.run((context) -> {
				assertThat(get(context, "/own/x").statusCode()).isEqualTo(200);
				assertThat(take().getTarget()).isEqualTo("/x");
			});
	}

	@Test
	void requestsAreObserved() {
		answer(ok());
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.runner.withBean(ObservationRegistry.class, () -> registry)
			.withUserConfiguration(RouteMiddleware.class)
			.withPropertyValues(route("/**"))
			.run((context) -> {
				get(context, "/x");
				awaitEnd(registry);
				TestObservationRegistryAssert.assertThat(registry)
					.hasNumberOfObservationsWithNameEqualTo("http.client.requests", 0)
					.hasObservationWithNameEqualTo("reach.gateway")
					.that()
					.hasBeenStopped()
					.hasLowCardinalityKeyValue("route", "r")
					.hasLowCardinalityKeyValue("status", "200")
					.hasLowCardinalityKeyValue("outcome", "SUCCESS");
				assertThat(registry).satisfies((observed) -> TestObservationRegistryAssert.assertThat(observed)
					.hasObservationWithNameEqualTo("reach.gateway")
					.that()
					.hasEvent("attempt")
					.hasEvent("phase"));
			});
	}

	@Test
	void bytesAndStreamsAreCounted() {
		answer(new MockResponse.Builder().body("four!").build());
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		this.runner.withBean(MeterRegistry.class, () -> registry).withPropertyValues(route("/**")).run((context) -> {
			context.getBean(GatewayMetrics.class).bindTo(registry);
			HttpRequest request = request(context, "/x").POST(HttpRequest.BodyPublishers.ofString("abc")).build();
			send(context, request);
			Awaitility.await()
				.untilAsserted(() -> assertThat(registry.get("reach.gateway.streams").tag("route", "r").gauge().value())
					.isZero());
			assertThat(registry.get("reach.gateway.received").tag("route", "r").functionCounter().count()).isEqualTo(3);
			assertThat(registry.get("reach.gateway.sent").tag("route", "r").functionCounter().count()).isEqualTo(5);
		});
	}

	@ParameterizedTest(name = "{0}={1}")
	@MethodSource("invalid")
	void invalidValueIsNamed(String key, String value, String rule) {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + key.replaceAll("(rewrite|gateway)\\.(from|allow-anonymous)$", "$1") + "'")
				.hasMessageContaining(rule));
	}

	static Stream<Arguments> invalid() {
		return Stream.of(Arguments.of(ROUTE + "id", "", "needs it"), Arguments.of(ROUTE + "path", "", "needs it"),
				Arguments.of(ROUTE + "path", "/{", "path pattern"),
				Arguments.of(ROUTE + "methods", "FETCH", "may hold"),
				Arguments.of(ROUTE + "target", "ftp://example.com", "http or https"),
				Arguments.of(ROUTE + "target", "not a url", "http or https"),
				Arguments.of(ROUTE + "rewrite.from", "gateway", "slash"),
				Arguments.of(ROUTE + "timeout", "0s", "at least 1ms"),
				Arguments.of(ROUTE + "idle-timeout", "-1s", "at least 1ms"),
				Arguments.of(ROUTE + "max-request-size", "0B", "more than zero"),
				Arguments.of(ROUTE + "max-header-size", "0B", "more than zero"),
				Arguments.of(ROUTE + "max-message-size", "0B", "more than zero"),
				Arguments.of(ROUTE + "headers.remove", "X Y", "not allowed"),
				Arguments.of("reach.gateway.trusted-proxies", "proxy.example.com", "proxy.example.com"),
				Arguments.of("reach.clients.other.gateway.allow-anonymous", "true", "reach.gateway"));
	}

	@Test
	void routesHaveDifferentNames() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues("reach.gateway.routes[1].id=r", "reach.gateway.routes[1].path=/x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("reach.gateway.routes[1].id"));
	}

	@Test
	void limitIsNamedByItsRoute() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "concurrency.enabled=true", ROUTE + "concurrency.max-concurrent-calls=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("reach.gateway.routes[0].concurrency.max-concurrent-calls"));
	}

	@Test
	void unknownKeyIsRefused() {
		this.runner.withPropertyValues(route("/**"))
			.withPropertyValues(ROUTE + "taget=http://example.com")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("taget"));
	}

	private String[] route(String path) {
		return new String[] { ROUTE + "id=r", ROUTE + "path=" + path, ROUTE + "target=" + url("") };
	}

	private String url(String path) {
		return "http://127.0.0.1:" + this.target.getPort() + path;
	}

	private void answer(MockResponse response) {
		this.target.enqueue(response);
	}

	private static MockResponse ok() {
		return new MockResponse.Builder().build();
	}

	private RecordedRequest take() throws InterruptedException {
		return TestContexts.takeRequest(this.target);
	}

	private static URI base(AssertableReactiveWebApplicationContext context) {
		AnnotationConfigReactiveWebServerApplicationContext web = (AnnotationConfigReactiveWebServerApplicationContext) context
			.getSourceApplicationContext();
		return URI.create("http://127.0.0.1:" + Objects.requireNonNull(web.getWebServer()).getPort());
	}

	private static HttpRequest.Builder request(AssertableReactiveWebApplicationContext context, String path) {
		return HttpRequest.newBuilder(URI.create(base(context) + path));
	}

	private static HttpResponse<String> get(AssertableReactiveWebApplicationContext context, String path)
			throws Exception {
		return send(context, request(context, path).build());
	}

	private static HttpResponse<String> send(AssertableReactiveWebApplicationContext context, HttpRequest request)
			throws Exception {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.sendAsync(request, BodyHandlers.ofString())
			.get(10, TimeUnit.SECONDS);
	}

	// The caller has the end of the response before the gateway has ended its work.
	private static void awaitEnd(TestObservationRegistry registry) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (System.nanoTime() < end && isUnderWay(registry)) {
			Thread.onSpinWait();
		}
	}

	private static boolean isUnderWay(TestObservationRegistry registry) {
		try {
			TestObservationRegistryAssert.assertThat(registry)
				.hasObservationWithNameEqualTo("reach.gateway")
				.that()
				.hasBeenStopped();
			return false;
		}
		catch (AssertionError ex) {
			return true;
		}
	}

	@RestController
	static class OwnController {

		@GetMapping("/gateway/own")
		String own() {
			return "own";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RouteMiddleware {

		@Bean
		GatewayRouteCustomizer customizer() {
			return (routeId, builder) -> builder.middleware(Middleware.before(Phase.PROXY, (exchange) -> Mono.empty()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnParts {

		@Bean
		GatewayRouteCustomizer customizer() {
			return (routeId, builder) -> builder.middleware(Middleware.before(Phase.PROXY, (exchange) -> {
				if (exchange.request().uri().getPath().startsWith("/own")) {
					return Mono.error(new IllegalStateException("refused"));
				}
				exchange.respond(ReachHttpResponse.json(200, "from the middleware of the route"));
				return Mono.empty();
			}));
		}

		@Bean
		GatewayErrorHandler errorHandler() {
			return (error, request) -> ServerResponse.status(418).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRoute {

		@Bean
		HttpProxyHandler ownHandler(HttpProxyHandler.Builder builder, URI url) {
			return builder.id("own").target(url).rewrite(new PathRewrite("/own", "/")).build();
		}

		@Bean
		RouterFunction<ServerResponse> ownRoute(HttpProxyHandler ownHandler) {
			return RouterFunctions.route().path("/own", (own) -> own.GET("/**", ownHandler)).build();
		}

	}

}
