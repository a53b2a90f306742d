package dev.reach.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link StartupVerification} and what it says when an application cannot
 * start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupVerificationTests {

	private static final MockResponse ACCEPTED = new MockResponse.Builder().body("{\"messages\":[]}").build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void credentialsAreTriedByOneCheapCall(CapturedOutput output) throws InterruptedException {
		this.server.enqueue(ACCEPTED);
		try (ConfigurableApplicationContext context = start(Application.class)) {
			RecordedRequest request = TestContexts.takeRequest(this.server);
			assertThat(request.getRequestLine()).isEqualTo("GET /rest/messaging/v1/list?pageSize=1 HTTP/1.1");
			assertThat(request.getHeaders().values("ApiUser")).containsExactly("canary-user");
			assertThat(request.getHeaders().values("ApiKey")).containsExactly("canary-key");
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(this.server.getRequestCount()).isEqualTo(1);
		assertThat(output).contains("The credentials of 'reachClient' were accepted: 200 OK to GET http://")
			.doesNotContain("canary");
	}

	@Test
	void nothingIsTriedByDefault() {
		runner().run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(StartupVerification.class);
			assertThat(this.server.getRequestCount()).isZero();
		});
	}

	@Test
	void callPassesThePipelineAsTheOperationItIs() {
		this.server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
		this.server.enqueue(ACCEPTED);
		AtomicInteger calls = new AtomicInteger();
		runner("reach.verify-on-start=true")
			.withBean(Middleware.class, () -> Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				assertThat(exchange.request().attributes()).containsEntry(ReachHttpRequest.OPERATION, "listMessages")
					.containsEntry(ReachHttpRequest.URI_TEMPLATE, "/rest/messaging/v1/list");
				calls.incrementAndGet();
				return Mono.empty();
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(calls).hasValue(1);
				assertThat(this.server.getRequestCount()).isEqualTo(2);
			});
	}

	@Test
	void accountIsTriedWithItsOwnCredentials() {
		this.server.enqueue(ACCEPTED);
		runner("reach.clients.marketing.verify-on-start=true", "reach.clients.marketing.api-user=marketing",
				"reach.clients.marketing.api-key=other", "reach.clients.sales.headers.X-Team=sales")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(TestContexts.takeRequest(this.server).getHeaders().values("ApiUser"))
					.containsExactly("marketing");
				assertThat(this.server.getRequestCount()).isEqualTo(1);
			});
	}

	@Test
	void accountInheritsTheProperty() {
		this.server.enqueue(ACCEPTED);
		this.server.enqueue(ACCEPTED);
		runner("reach.verify-on-start=true", "reach.clients.marketing.headers.X-Team=marketing",
				"reach.clients.sales.headers.X-Team=sales", "reach.clients.sales.verify-on-start=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(Stream.of(TestContexts.takeRequest(this.server), TestContexts.takeRequest(this.server))
					.map((request) -> String.valueOf(request.getHeaders().get("X-Team"))))
					.containsExactly("null", "marketing");
				assertThat(this.server.getRequestCount()).isEqualTo(2);
			});
	}

	@Test
	void clientOfTheApplicationIsTriedToo() {
		runner("reach.verify-on-start=true").withBean(ReachClient.class, () -> own(200))
			.run((context) -> assertThat(context).hasNotFailed());
		runner("reach.verify-on-start=true").withBean("own", ReachClient.class, () -> own(403))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(StartupVerificationException.class)
				.hasMessageStartingWith("The Reach client 'own' was tried and answered with 403 Forbidden to GET"));
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void lazyApplicationIsTriedToo() {
		this.server.enqueue(ACCEPTED);
		application(Application.class).lazyInitialization(true).run().close();
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lazyClientStaysLazyUnlessItIsTried(boolean tried) {
		LazyClient.created.set(0);
		application(LazyClient.class).lazyInitialization(true).run("--reach.verify-on-start=" + tried).close();
		assertThat(LazyClient.created).hasValue(tried ? 1 : 0);
	}

	@Test
	void nothingIsTriedAheadOfTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			TestPropertyValues.of(TestContexts.client(this.server)).and("reach.verify-on-start=true").applyTo(context);
			context.refreshForAotProcessing(new RuntimeHints());
			assertThat(context.containsBeanDefinition("reachStartupVerification")).isTrue();
		}
		assertThat(this.server.getRequestCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "401, Unauthorized", "403, Forbidden" })
	void refusedCredentials(int status, String reason, CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(status).body("{}").build());
		assertThat(failToStart(output))
			.contains(
					"The Reach client 'reachClient' was tried and answered with %d %s to GET %srest/messaging/v1/list."
						.formatted(status, reason, this.server.url("/")))
			.contains("reach.api-user and reach.api-key")
			.contains("REACH_TALKYLABS_API_USER and REACH_TALKYLABS_API_KEY")
			.contains("ReachConnectionDetails or ReachCredentialsProvider")
			.contains("reach.auth-scheme")
			.contains("reach.api-secret and the clock")
			.contains("Set reach.verify-on-start=false to start without this call.")
			.doesNotContain("reach.proxy", "takes precedence");
	}

	@Test
	void refusedCredentialsOfAnAccount(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(401).build());
		assertThat(failToStart(output, "--reach.verify-on-start=false",
				"--reach.clients.marketing.verify-on-start=true", "--reach.clients.marketing.api-key=canary-other"))
			.contains("The Reach client 'marketingReachClient' was tried and answered with 401 Unauthorized")
			.contains("reach.clients.marketing.api-user and reach.clients.marketing.api-key")
			.contains("under 'reach.clients.marketing.' too, where it takes precedence")
			.contains("Set reach.clients.marketing.verify-on-start=false");
	}

	@Test
	void anotherStatus(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(404).build());
		assertThat(failToStart(output)).contains("answered with 404 Not Found to GET")
			.contains("reach.base-url, and reach.base-urls: what answered may not be the Reach API")
			.doesNotContain("api-key");
	}

	@Test
	void redirect(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", "/login").build());
		assertThat(failToStart(output)).contains("answered with 302 Found to GET").contains("may not be the Reach API");
	}

	@Test
	void serviceThatIsNotWell(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(500).build());
		this.server.enqueue(new MockResponse.Builder().code(502).build());
		assertThat(failToStart(output, "--reach.retry.max-retries=1", "--reach.retry.backoff.initial=1ms"))
			.contains("answered with 502 Bad Gateway to GET")
			.contains("Before that: GET")
			.contains("answered 500")
			.contains("its credentials may be right nevertheless");
	}

	@Test
	void noConnection(CapturedOutput output) throws IOException {
		String url;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			url = "http://127.0.0.1:" + socket.getLocalPort();
		}
		assertThat(failToStart(output, "--reach.base-url=" + url, "--reach.retry.enabled=false"))
			.contains("The Reach client 'reachClient' was tried and failed: No connection")
			.contains("GET " + url + "/rest/messaging/v1/list")
			.contains("reach.base-url", "reach.proxy.*", "HTTPS_PROXY", "reach.connect-timeout")
			.doesNotContain("api-key");
	}

	@Test
	void noAnswer(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		assertThat(failToStart(output, "--reach.request-timeout=300ms"))
			.contains("was tried and failed: No answer within the request timeout of 300 ms")
			.contains("reach.connect-timeout, reach.read-timeout and reach.request-timeout");
	}

	@Test
	void noTls(CapturedOutput output) {
		HeldCertificate unknown = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
		this.server.useHttps(new HandshakeCertificates.Builder().heldCertificate(unknown).build().sslSocketFactory());
		assertThat(failToStart(output, "--reach.base-url=https://localhost:" + this.server.getPort(),
				"--reach.retry.enabled=false"))
			.contains("was tried and failed: ")
			.contains("reach.ssl.bundle, and reach.proxy.ssl.bundle for a proxy: which certificates are trusted");
	}

	@Test
	void noProxy(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().code(407).build());
		this.server.enqueue(new MockResponse.Builder().code(407).build());
		assertThat(failToStart(output, "--reach.base-url=https://api.reach.test",
				"--reach.proxy.url=" + this.server.url("/"), "--reach.retry.enabled=false"))
			.contains("was tried and failed: The proxy")
			.contains("GET https://api.reach.test/rest/messaging/v1/list")
			.contains("reach.proxy.*")
			.doesNotContain("reach.base-url, ");
	}

	@Test
	void credentialsThatCannotBeSent(CapturedOutput output) {
		assertThat(failToStart(output, TokenOnly.class))
			.contains("was tried and failed: The credentials have no API user")
			.contains("the properties that begin with 'reach.', and the beans that replace them")
			.doesNotContain("cannot be built");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void failureOfTheApplicationIsLeftToItsStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(FailingProvider.class).close());
		assertThat(output).doesNotContain("APPLICATION FAILED TO START")
			.contains("The Reach client 'reachClient' was tried and failed with java.lang.IllegalStateException")
			.contains("the vault is closed");
	}

	private ApplicationContextRunner runner(String... properties) {
		return TestContexts.runner()
			.withPropertyValues(TestContexts.client(this.server))
			.withPropertyValues(properties);
	}

	private ConfigurableApplicationContext start(Class<?> application, String... arguments) {
		return application(application).run(arguments);
	}

	private SpringApplicationBuilder application(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("reach.verify-on-start=true", TestContexts.baseUrl(this.server), "reach.api-user=canary-user",
					"reach.api-key=canary-key", TestContexts.QUICK_END);
	}

	private String failToStart(CapturedOutput output, String... arguments) {
		return failToStart(output, Application.class, arguments);
	}

	private String failToStart(CapturedOutput output, Class<?> application, String... arguments) {
		assertThatException().isThrownBy(() -> start(application, arguments).close());
		String report = output.getAll();
		assertThat(report).contains("APPLICATION FAILED TO START").doesNotContain("canary");
		return report.substring(report.indexOf("APPLICATION FAILED TO START"));
	}

	private static ReachClient own(int status) {
		return ReachClient.builder()
			.baseUrl(URI.create("https://own.example.com"))
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.httpClient(ReachHttpClient.fixed(ReachHttpResponse.of(status)))
			.build();
	}

	@ImportAutoConfiguration({ ReachTransportAutoConfiguration.class, ReachAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyClient extends Application {

		private static final AtomicInteger created = new AtomicInteger();

		@Bean
		@Lazy
		ReachClient lazyReachClient() {
			created.incrementAndGet();
			return own(200);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TokenOnly extends Application {

		@Bean
		ReachCredentialsProvider tokenOnly() {
			return ReachCredentialsProvider.of(ReachCredentials.bearer("canary-token"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingProvider extends Application {

		@Bean
		ReachCredentialsProvider failingProvider() {
			return () -> Mono.error(new IllegalStateException("the vault is closed"));
		}

	}

}
