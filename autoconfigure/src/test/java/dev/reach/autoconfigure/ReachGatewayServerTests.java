package dev.reach.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.gateway.CallerPolicy;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.http.Origin;
import dev.reach.netty.FaultServer;
import dev.reach.netty.RawClient;
import dev.reach.observation.GatewayMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

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
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the gateway in an application on its own server, with requests that are
 * written octet by octet.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReachGatewayServerTests {

	private static final String ROUTE = "reach.gateway.routes[0].";

	private static final String[] REWRITE = { ROUTE + "rewrite.from=/gateway", ROUTE + "rewrite.to=/v1" };

	private static final String BASE_PATH = "spring.webflux.base-path=/app";

	private static final String ELSEWHERE = "GET /gateway/x HTTP/1.1\r\nHost: evil.example\r\n\r\n";

	private static final String TWO_FRAMINGS = "POST /gateway/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private ReactiveWebApplicationContextRunner withSecurity = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(TestContexts.AUTO_CONFIGURATIONS)
		.withConfiguration(AutoConfigurations.of(ReachResilienceAutoConfiguration.class,
				ReachGatewayAutoConfiguration.class, NettyReactiveWebServerAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class));

	private ReactiveWebApplicationContextRunner runner = this.withSecurity;

	@BeforeEach
	void serve() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write(this.answer);
			}
		});
		this.withSecurity = this.withSecurity.withPropertyValues(TestContexts.QUICK_END, "server.port=0",
				"server.address=127.0.0.1", "reach.base-url=" + this.target.url(), "reach.api-user=user",
				"reach.api-key=key", ROUTE + "id=r", ROUTE + "path=/gateway/**");
		this.runner = this.withSecurity.withClassLoader(new FilteredClassLoader(Authentication.class));
	}

	@Test
	void theRewriteIsBelowTheBasePath() {
		this.answer = "HTTP/1.1 302 Found\r\nLocation: /v1/next?a=1\r\nContent-Length: 0\r\n\r\n";
		this.runner.withPropertyValues(REWRITE).withPropertyValues(BASE_PATH).run((context) -> {
			assertThat(exchange(context, "GET /app/gateway/x?y=%2F HTTP/1.1\r\nHost: a\r\n\r\n"))
				.startsWith("HTTP/1.1 302 ")
				.containsIgnoringCase("\r\nlocation: /app/gateway/next?a=1\r\n");
			assertThat(this.target.awaitRequest()).startsWith("GET /v1/x?y=%2F HTTP/1.1\r\n")
				.containsIgnoringCase("\r\nx-forwarded-prefix: /app\r\n");
		});
	}

	@Test
	void theBasePathIsAPartOfThePrefixThatIsTold() {
		this.answer = "HTTP/1.1 201 Created\r\nContent-Location: " + this.target.url()
				+ "/next\r\nContent-Length: 0\r\n\r\n";
		this.runner.withPropertyValues(ROUTE + "rewrite.from=/gateway").withPropertyValues(BASE_PATH).run((context) -> {
			assertThat(exchange(context, "GET /app/gateway/x HTTP/1.1\r\nHost: a\r\n\r\n"))
				.containsIgnoringCase("\r\ncontent-location: /app/gateway/next\r\n");
			assertThat(this.target.awaitRequest()).startsWith("GET /x HTTP/1.1\r\n")
				.containsIgnoringCase("\r\nx-forwarded-prefix: /app/gateway\r\n");
		});
	}

	@Test
	void theBasePathIsFoundInTheAbsoluteFormToo() {
		this.runner.withPropertyValues(REWRITE).withPropertyValues(BASE_PATH).run((context) -> {
			assertThat(exchange(context, "GET http://a.example/app/gateway/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n"))
				.startsWith("HTTP/1.1 200 ");
			assertThat(this.target.awaitRequest()).startsWith("GET /v1/x?y HTTP/1.1\r\n")
				.containsIgnoringCase("\r\nx-forwarded-prefix: /app\r\n");
		});
	}

	@ParameterizedTest
	@CsvSource({ "native, /admin", "framework, /admin", "native, /gateway", "framework, /gateway", "framework, /gate" })
	void aPrefixThatTheCallerClaimsDoesNotChangeThePath(String strategy, String prefix) {
		forwarding(strategy).withPropertyValues(REWRITE).run((context) -> {
			exchange(context, "DELETE /gateway/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-Prefix: " + prefix + "\r\n\r\n");
			assertThat(this.target.awaitRequest()).startsWith("DELETE /v1/x HTTP/1.1\r\n")
				.doesNotContainIgnoringCase("x-forwarded-prefix")
				.doesNotContain("/admin");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void aPrefixThatTheCallerClaimsIsNotToldToTheTarget(String strategy) {
		forwarding(strategy).withPropertyValues(ROUTE + "rewrite.from=/gateway").run((context) -> {
			exchange(context, "GET /gateway/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-Prefix: /admin\r\n\r\n");
			assertThat(this.target.awaitRequest()).startsWith("GET /x HTTP/1.1\r\n")
				.containsIgnoringCase("\r\nx-forwarded-prefix: /gateway\r\n")
				.doesNotContain("/admin");
		});
	}

	@Test
	void aPrefixOfATrustedProxyIsKept() {
		forwarding("native")
			.withPropertyValues(ROUTE + "rewrite.from=/gateway", "reach.gateway.trusted-proxies=127.0.0.1")
			.run((context) -> {
				exchange(context, "GET /gateway/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-Prefix: /shop\r\n\r\n");
				assertThat(this.target.awaitRequest()).startsWith("GET /x HTTP/1.1\r\n")
					.containsIgnoringCase("\r\nx-forwarded-prefix: /shop, /gateway\r\n");
			});
	}

	@Test
	void trustedProxiesWithoutEffectAreALoggedMistake(CapturedOutput output) {
		String warning = "reach.gateway.trusted-proxies has no effect";
		forwarding("native").withPropertyValues("reach.gateway.trusted-proxies=127.0.0.1")
			.run((context) -> assertThat(output).doesNotContain(warning));
		forwarding("framework").run((context) -> assertThat(output).doesNotContain(warning));
		forwarding("framework").withPropertyValues("reach.gateway.trusted-proxies=127.0.0.1")
			.run((context) -> assertThat(output.getOut().lines().filter((line) -> line.contains(warning)))
				.singleElement()
				.asString()
				.contains(" WARN ", "server.forward-headers-strategy=framework"));
	}

	@Test
	void credentialsAreLentToCallersOnThisMachine(CapturedOutput output) {
		this.runner.withPropertyValues(ROUTE + "credentials=true").run((context) -> {
			assertThat(output).contains("The gateway passes all requests for /gateway/** on to [" + this.target.url()
					+ "] with the credentials of the application, for callers on this machine");
			assertThat(exchange(context, ELSEWHERE)).startsWith("HTTP/1.1 403 ").doesNotContain("reach.");
			assertThat(exchange(context, ELSEWHERE.replace("evil.example", "localhost\r\nX-Forwarded-For: 127.0.0.1")))
				.startsWith("HTTP/1.1 403 ");
			assertThat(this.target.connections()).isZero();
			assertThat(exchange(context, ELSEWHERE.replace("evil.example", "localhost"))).startsWith("HTTP/1.1 200 ");
			assertThat(this.target.awaitRequest()).containsIgnoringCase("\r\napikey: key\r\n");
		});
	}

	@Test
	void credentialsAreLentToAnybodyIfAllowed(CapturedOutput output) {
		this.runner.withPropertyValues(ROUTE + "credentials=true", "reach.gateway.allow-anonymous=true")
			.run((context) -> {
				assertThat(output).contains(" with the credentials of the application, for any callers");
				assertThat(exchange(context, ELSEWHERE)).startsWith("HTTP/1.1 200 ");
				assertThat(this.target.awaitRequest()).containsIgnoringCase("\r\napikey: key\r\n");
			});
	}

	@Test
	void credentialsAreLentToAuthenticatedCallersBesideSpringSecurity(CapturedOutput output) {
		this.withSecurity.withUserConfiguration(PermitAll.class)
			.withPropertyValues(ROUTE + "credentials=true")
			.run((context) -> {
				assertThat(output).contains(" with the credentials of the application, for authenticated callers");
				assertThat(exchange(context, ELSEWHERE)).startsWith("HTTP/1.1 401 ");
				assertThat(this.target.connections()).isZero();
			});
	}

	@Test
	void routesWithoutCredentialsAreForEverybodyWhomSpringSecurityPermits(CapturedOutput output) {
		this.withSecurity.withUserConfiguration(PermitAll.class).run((context) -> {
			assertThat(output).contains("The gateway passes all requests for /gateway/** on to")
				.doesNotContain("with the credentials");
			assertThat(exchange(context, ELSEWHERE)).startsWith("HTTP/1.1 200 ");
			assertThat(this.target.awaitRequest()).startsWith("GET /gateway/x ").doesNotContainIgnoringCase("apikey");
		});
	}

	@Test
	void anOwnHandlerLendsItsCredentialsToCallersOnThisMachine() {
		this.runner.withBean("url", URI.class, this.target::url)
			.withUserConfiguration(OwnHandler.class)
			.run((context) -> {
				assertThat(exchange(context, "GET /own/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
					.startsWith("HTTP/1.1 403 ");
				assertThat(this.target.connections()).isZero();
				assertThat(exchange(context, "GET /own/x HTTP/1.1\r\nHost: localhost\r\n\r\n"))
					.startsWith("HTTP/1.1 200 ");
				assertThat(this.target.awaitRequest()).containsIgnoringCase("\r\napikey: key\r\n");
				assertThat(exchange(context, "GET /open/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
					.startsWith("HTTP/1.1 200 ");
				assertThat(exchange(context, "GET /bare/x HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
					.startsWith("HTTP/1.1 200 ");
				assertThat(this.target.requests().get(1)).containsIgnoringCase("\r\napikey: key\r\n");
				assertThat(this.target.requests().get(2)).doesNotContainIgnoringCase("apikey");
			});
	}

	@Test
	void anOwnHandlerLendsItsCredentialsToAuthenticatedCallersBesideSpringSecurity() {
		this.withSecurity.withBean("url", URI.class, this.target::url)
			.withUserConfiguration(PermitAll.class, OwnHandler.class)
			.run((context) -> {
				assertThat(exchange(context, "GET /own/x HTTP/1.1\r\nHost: localhost\r\n\r\n"))
					.startsWith("HTTP/1.1 401 ");
				assertThat(this.target.connections()).isZero();
				assertThat(exchange(context, "GET /open/x HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 200 ");
				assertThat(exchange(context, "GET /bare/x HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 200 ");
			});
	}

	@Test
	void theServerRefusesRequestsThatCouldBeTakenForOthers() {
		this.runner.run((context) -> assertThat(exchange(context, TWO_FRAMINGS)).startsWith("HTTP/1.1 400 ")
			.contains("\"title\":\"Bad Request\",\"status\":400,\"detail\":\""));
		assertThat(this.target.connections()).isZero();
		this.runner.withPropertyValues("reach.gateway.strict-http=false")
			.run((context) -> assertThat(exchange(context, TWO_FRAMINGS)).startsWith("HTTP/1.1 ")
				.doesNotContain("\"title\":\"Bad Request\",\"status\":400,\"detail\":\""));
	}

	@Test
	void aBodyThatStandsStillEndsAfterTheIdleTimeout() {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
			peer.awaitEnd();
		});
		this.runner.withPropertyValues(ROUTE + "idle-timeout=300ms").run((context) -> {
			try (RawClient client = client(context)) {
				assertThat(client.send("GET /gateway/x HTTP/1.1\r\nHost: a\r\n\r\n").readAll())
					.startsWith("HTTP/1.1 200 ")
					.endsWith("begin");
			}
			this.target.awaitDeparture();
		});
	}

	@ParameterizedTest
	@CsvSource({ "abcde, message abcde", "abcdef, closed with 1009" })
	void messagesAreLimited(String message, String expected) {
		// The context ends the event loops that all share when it is closed.
		LoopResources loops = LoopResources.create("echo", 1, true);
		DisposableServer echo = HttpServer.create()
			.runOn(loops)
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendWebsocket(
					(in, out) -> out.sendObject(in.aggregateFrames().receiveFrames().map((frame) -> frame.retain()))))
			.bindNow();
		try {
			this.runner
				.withPropertyValues(ROUTE + "target=http://127.0.0.1:" + echo.port(), ROUTE + "max-message-size=5B")
				.run((context) -> {
					FirstEvent event = new FirstEvent();
					WebSocket socket = HttpClient.newHttpClient()
						.newWebSocketBuilder()
						.buildAsync(URI.create("ws://127.0.0.1:" + port(context) + "/gateway/x"), event)
						.get(20, TimeUnit.SECONDS);
					socket.sendText(message, true).get(20, TimeUnit.SECONDS);
					assertThat(event.future.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
					socket.abort();
				});
		}
		finally {
			echo.disposeNow();
			loops.dispose();
		}
	}

	@Test
	void requestsAtATimeAreLimited() {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			gate.acquireUninterruptibly();
			peer.write(this.answer);
		});
		this.runner.withPropertyValues(ROUTE + "concurrency.enabled=true", ROUTE + "concurrency.max-concurrent-calls=1")
			.run((context) -> {
				try (RawClient first = client(context)) {
					first.send("GET /gateway/x HTTP/1.1\r\nHost: a\r\n\r\n");
					this.target.awaitRequest();
					assertThat(exchange(context, "GET /gateway/y HTTP/1.1\r\nHost: a\r\n\r\n"))
						.startsWith("HTTP/1.1 503 ");
					gate.release();
					assertThat(first.readResponse()).startsWith("HTTP/1.1 200 ");
				}
			});
		assertThat(this.target.requests()).hasSize(1);
	}

	@Test
	void requestsWaitForOneAnotherAsLongAsTheyMay() {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			gate.acquireUninterruptibly();
			peer.write(this.answer);
		});
		this.runner
			.withPropertyValues(ROUTE + "concurrency.enabled=true", ROUTE + "concurrency.max-concurrent-calls=1",
					ROUTE + "concurrency.max-wait-duration=20s")
			.run((context) -> {
				try (RawClient first = client(context); RawClient second = client(context)) {
					first.send("GET /gateway/x HTTP/1.1\r\nHost: a\r\n\r\n");
					assertThat(this.target.awaitRequest()).startsWith("GET /gateway/x ");
					second.send("GET /gateway/y HTTP/1.1\r\nHost: a\r\n\r\n");
					gate.release(2);
					assertThat(first.readResponse()).startsWith("HTTP/1.1 200 ");
					assertThat(second.readResponse()).startsWith("HTTP/1.1 200 ");
				}
			});
		assertThat(this.target.requests()).hasSize(2);
	}

	@Test
	void aStreamIsCountedWhileItIsOpen() {
		Semaphore gate = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n");
			gate.acquireUninterruptibly();
			peer.write("3\r\nend\r\n");
			peer.awaitEnd();
		});
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		this.runner.withBean(MeterRegistry.class, () -> registry).run((context) -> {
			context.getBean(GatewayMetrics.class).bindTo(registry);
			assertThat(registry.get("reach.gateway.streams").tag("route", "r").gauge().value()).isZero();
			try (RawClient client = client(context)) {
				client.send("GET /gateway/x HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
				assertThat(client.read(10)).isEqualTo("5\r\nbegin\r\n");
				assertThat(registry.get("reach.gateway.streams").tag("route", "r").gauge().value()).isEqualTo(1);
				gate.release();
				assertThat(client.read(8)).isEqualTo("3\r\nend\r\n");
			}
		});
	}

	private ReactiveWebApplicationContextRunner forwarding(String strategy) {
		return this.runner.withPropertyValues("server.forward-headers-strategy=" + strategy);
	}

	private static int port(AssertableReactiveWebApplicationContext context) {
		AnnotationConfigReactiveWebServerApplicationContext web = (AnnotationConfigReactiveWebServerApplicationContext) context
			.getSourceApplicationContext();
		return Objects.requireNonNull(web.getWebServer()).getPort();
	}

	private static RawClient client(AssertableReactiveWebApplicationContext context) throws Exception {
		return new RawClient(port(context));
	}

	private static String exchange(AssertableReactiveWebApplicationContext context, String request) throws Exception {
		try (RawClient client = client(context)) {
			return client.send(request).readResponse();
		}
	}

	/**
	 * The first message or the end of a WebSocket.
	 */
	private static final class FirstEvent implements WebSocket.Listener {

		private final CompletableFuture<String> future = new CompletableFuture<>();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.future.complete("message " + data);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.future.complete("closed with " + code);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.future.completeExceptionally(error);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class PermitAll {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchange) -> exchange.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		HttpProxyHandler lending(HttpProxyHandler.Builder builder, URI url, ReachCredentialsProvider provider) {
			return builder.id("lending")
				.target(url)
				.credentials(credentials(url, provider), RequestSigner.NONE)
				.build();
		}

		@Bean
		HttpProxyHandler open(HttpProxyHandler.Builder builder, URI url, ReachCredentialsProvider provider) {
			return builder.id("open")
				.target(url)
				.callerPolicy(CallerPolicy.anyone())
				.credentials(credentials(url, provider), RequestSigner.NONE)
				.build();
		}

		@Bean
		HttpProxyHandler bare(HttpProxyHandler.Builder builder, URI url) {
			return builder.id("bare").target(url).build();
		}

		@Bean
		RouterFunction<ServerResponse> ownRoutes(HttpProxyHandler lending, HttpProxyHandler open,
				HttpProxyHandler bare) {
			return RouterFunctions.route().GET("/own/**", lending).GET("/open/**", open).GET("/bare/**", bare).build();
		}

		private static CredentialHeaders credentials(URI url, ReachCredentialsProvider provider) {
			return new CredentialHeaders(provider, AuthScheme.headers(), Set.of(Origin.of(url)));
		}

	}

}
