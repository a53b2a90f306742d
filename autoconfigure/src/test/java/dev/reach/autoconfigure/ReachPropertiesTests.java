package dev.reach.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.credential.SignedRequest;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachUnexpectedStatusException;
import dev.reach.http.ReachHttpBody;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each of {@link ReachProperties} has an effect.
 */
class ReachPropertiesTests {

	private static final MockResponse EMPTY = new MockResponse.Builder().body("{}").build();

	private static final MockResponse SILENCE = new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE)
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void credentialHeaders() {
		runner().withPropertyValues("reach.api-user-header=X-User", "reach.api-key-header=X-Key").run((context) -> {
			RecordedRequest request = get(context);
			assertThat(request.getHeaders().values("X-User")).containsExactly("user");
			assertThat(request.getHeaders().values("X-Key")).containsExactly("key");
			assertThat(request.getHeaders().names()).doesNotContain("ApiUser", "ApiKey");
		});
	}

	@Test
	void authSchemeHeaders() {
		runner().withPropertyValues("reach.auth-scheme=headers").run((context) -> {
			Headers headers = get(context).getHeaders();
			assertThat(headers.values("ApiUser")).containsExactly("user");
			assertThat(headers.values("ApiKey")).containsExactly("key");
			assertThat(headers.names()).doesNotContain("Authorization");
		});
	}

	@Test
	void authSchemeBasic() {
		runner().withPropertyValues("reach.auth-scheme=basic").run((context) -> {
			Headers headers = get(context).getHeaders();
			assertThat(headers.values("Authorization")).containsExactly("Basic dXNlcjprZXk=");
			assertThat(headers.names()).doesNotContain("ApiUser", "ApiKey");
		});
	}

	@Test
	void authSchemeBearerNeedsNoApiUser() {
		TestContexts.runner()
			.withPropertyValues(TestContexts.baseUrl(this.server), "reach.auth-scheme=bearer", "reach.api-key=token")
			.run((context) -> {
				Headers headers = get(context).getHeaders();
				assertThat(headers.values("Authorization")).containsExactly("Bearer token");
				assertThat(headers.names()).doesNotContain("ApiUser", "ApiKey");
			});
	}

	@Test
	void authSchemeBearerOfTheVariable() {
		TestContexts.runner()
			.withInitializer(TestContexts.variables(Map.of("REACH_TALKYLABS_API_KEY", "token")))
			.withPropertyValues(TestContexts.baseUrl(this.server), "reach.auth-scheme=bearer")
			.run((context) -> assertThat(get(context).getHeaders().values("Authorization"))
				.containsExactly("Bearer token"));
	}

	@Test
	void apiSecret() {
		runner().withPropertyValues("reach.api-secret=" + SignedRequest.SECRET)
			.run((context) -> TestContexts.signed(get(context)).assertSigned());
		runner()
			.run((context) -> assertThat(get(context).getHeaders().names()).doesNotContain("ApiSignature", "ApiNonce"));
	}

	@Test
	void signatureHeaderAndNonceHeader() {
		runner()
			.withPropertyValues("reach.api-secret=" + SignedRequest.SECRET, "reach.signature-header=API-Sign",
					"reach.nonce-header=X-Nonce")
			.run((context) -> {
				RecordedRequest request = get(context);
				TestContexts.signed(request).assertSigned(SignedRequest.SECRET, "API-Sign", "X-Nonce");
				assertThat(request.getHeaders().names()).doesNotContain("ApiSignature", "ApiNonce");
			});
	}

	@Test
	void signatureMayBeInTheHeaderThatNoCredentialsAreIn() {
		runner()
			.withPropertyValues("reach.api-secret=" + SignedRequest.SECRET, "reach.signature-header=Authorization",
					"reach.nonce-header=X-Nonce")
			.run((context) -> TestContexts.signed(get(context))
				.assertSigned(SignedRequest.SECRET, "Authorization", "X-Nonce"));
	}

	@Test
	void verifyOnStart() {
		this.server.enqueue(EMPTY);
		runner().withPropertyValues("reach.verify-on-start=true").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(TestContexts.takeRequest(this.server).getTarget())
				.isEqualTo("/rest/messaging/v1/list?pageSize=1");
		});
		this.server.enqueue(new MockResponse.Builder().code(401).build());
		runner().withPropertyValues("reach.verify-on-start=true")
			.run((context) -> assertThat(context).getFailure().isInstanceOf(StartupVerificationException.class));
	}

	@Test
	void baseUrlWithItsPath() {
		runner().withPropertyValues("reach.base-url=" + this.server.url("/eu/v2/"))
			.run((context) -> assertThat(get(context).getTarget()).isEqualTo("/eu/v2/any?q=1"));
	}

	@Test
	void headers() {
		runner()
			.withPropertyValues("reach.headers.x-tenant=acme", "reach.headers.[X-Region]=eu",
					"reach.headers.accept=*/*")
			.run((context) -> {
				RecordedRequest request = get(context);
				assertThat(request.getHeaders().values("x-tenant")).containsExactly("acme");
				assertThat(request.getHeaders().values("x-region")).containsExactly("eu");
				assertThat(request.getHeaders().values("accept")).containsExactly("*/*");
			});
	}

	@Test
	void userAgentExtensions() {
		runner().withPropertyValues("reach.user-agent-extensions=acme/1.0,shop/2")
			.run((context) -> assertThat(get(context).getHeaders().values("User-Agent")).singleElement()
				.asString()
				.startsWith("reach-spring/")
				.endsWith(" acme/1.0 shop/2"));
	}

	@Test
	void connectTimeoutWithTheHandshake() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			runner()
				.withPropertyValues("reach.base-url=https://127.0.0.1:" + silent.getLocalPort(),
						"reach.connect-timeout=200ms")
				.run((context) -> timesOut(context, Limit.CONNECT));
		}
	}

	@Test
	void readTimeout() {
		this.server.enqueue(SILENCE);
		runner().withPropertyValues("reach.read-timeout=200ms").run((context) -> timesOut(context, Limit.READ));
	}

	@Test
	void requestTimeout() {
		this.server.enqueue(SILENCE);
		runner().withPropertyValues("reach.request-timeout=200ms").run((context) -> timesOut(context, Limit.CALL));
	}

	@Test
	void maxResponseSize() {
		this.server.enqueue(new MockResponse.Builder().body("x".repeat(1025)).build());
		this.server.enqueue(new MockResponse.Builder().body("x".repeat(1024)).build());
		runner().withPropertyValues("reach.max-response-size=1KB").run((context) -> {
			assertThatExceptionOfType(ReachDecodingException.class).isThrownBy(() -> client(context).http().get("/any"))
				.withMessageContaining("reach.max-response-size");
			assertThat(client(context).http().get("/any").bytes().block(Duration.ofSeconds(5))).hasSize(1024);
		});
	}

	@Test
	void poolMaxConnectionsAndPendingAcquireTimeout() {
		this.server.enqueue(SILENCE);
		this.server.enqueue(SILENCE);
		runner().withPropertyValues("reach.pool.max-connections=2", "reach.pool.pending-acquire-timeout=200ms")
			.run((context) -> {
				CompletableFuture<?> first = getInBackground(context);
				CompletableFuture<?> second = getInBackground(context);
				assertThat(List.of(TestContexts.takeRequest(this.server), TestContexts.takeRequest(this.server)))
					.extracting(RecordedRequest::getConnectionIndex)
					.containsExactlyInAnyOrder(0, 1);
				timesOut(context, Limit.POOL);
				assertThat(this.server.getRequestCount()).isEqualTo(2);
				first.cancel(true);
				second.cancel(true);
			});
	}

	@Test
	void poolPendingAcquireMaxCount() {
		this.server.enqueue(SILENCE);
		runner().withPropertyValues("reach.pool.max-connections=1", "reach.pool.pending-acquire-max-count=1")
			.run((context) -> {
				CompletableFuture<?> active = getInBackground(context);
				TestContexts.takeRequest(this.server);
				CompletableFuture<?> second = getInBackground(context);
				CompletableFuture<?> third = getInBackground(context);
				assertThat(CompletableFuture.anyOf(second, third)).failsWithin(Duration.ofSeconds(5))
					.withThrowableOfType(ExecutionException.class)
					.withCauseInstanceOf(ReachPoolException.class)
					.withMessageContaining("reach.pool.pending-acquire-max-count");
				assertThat(Stream.of(second, third)).filteredOn(CompletableFuture::isDone).hasSize(1);
				active.cancel(true);
				second.cancel(true);
				third.cancel(true);
			});
	}

	@Test
	void poolKeepsConnections() {
		runner().run((context) -> {
			assertThat(get(context).getConnectionIndex()).isZero();
			awaitPool(context, "0 active, 1 idle");
			assertThat(get(context).getConnectionIndex()).isZero();
		});
	}

	@Test
	void poolMaxIdleTime() {
		runner().withPropertyValues("reach.pool.max-idle-time=50ms").run((context) -> {
			assertThat(get(context).getConnectionIndex()).isZero();
			awaitPool(context, "0 active, 0 idle");
			assertThat(get(context).getConnectionIndex()).isEqualTo(1);
		});
	}

	@Test
	void poolMaxLifeTime() {
		runner().withPropertyValues("reach.pool.max-life-time=300ms")
			.run((context) -> Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.until(() -> get(context).getConnectionIndex() > 0));
	}

	@Test
	void sslBundle() {
		HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslSocketFactory());
		ApplicationContextRunner overTls = runner().withPropertyValues(
				"reach.base-url=https://localhost:" + this.server.getPort(),
				"spring.ssl.bundle.pem.own.truststore.certificate=" + certificate.certificatePem());
		overTls.withPropertyValues("reach.ssl.bundle=own")
			.run((context) -> assertThat(get(context).getHandshake()).isNotNull());
		overTls.run((context) -> assertThatExceptionOfType(ReachTlsException.class)
			.isThrownBy(() -> client(context).http().get("/any")));
	}

	@Test
	void compressionEnabled() {
		runner().run((context) -> assertThat(post(context, 1024).getHeaders().get("Content-Encoding")).isNull());
		runner().withPropertyValues("reach.compression.enabled=true").run((context) -> {
			assertThat(post(context, 1023).getHeaders().get("Content-Encoding")).isNull();
			assertThat(post(context, 1024).getHeaders().get("Content-Encoding")).isEqualTo("gzip");
		});
	}

	@Test
	void compressionMinRequestSize() {
		runner().withPropertyValues("reach.compression.enabled=true", "reach.compression.min-request-size=100B")
			.run((context) -> {
				assertThat(post(context, 99).getHeaders().get("Content-Encoding")).isNull();
				assertThat(post(context, 100).getHeaders().get("Content-Encoding")).isEqualTo("gzip");
			});
	}

	@Test
	void failOnUnexpectedStatus() {
		for (int answer = 0; answer < 2; answer++) {
			this.server.enqueue(new MockResponse.Builder().code(418).body("{\"errorCode\":7}").build());
		}
		runner().run((context) -> assertThatExceptionOfType(ReachApiException.class).isThrownBy(() -> fetch(context))
			.isExactlyInstanceOf(ReachApiException.class));
		runner().withPropertyValues("reach.fail-on-unexpected-status=true")
			.run((context) -> assertThatExceptionOfType(ReachUnexpectedStatusException.class)
				.isThrownBy(() -> fetch(context))
				.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(7)));
	}

	private ApplicationContextRunner runner() {
		return TestContexts.runner().withPropertyValues(TestContexts.client(this.server));
	}

	private RecordedRequest get(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(EMPTY);
		client(context).http().get("/any?q=1");
		return TestContexts.takeRequest(this.server);
	}

	private RecordedRequest post(ApplicationContext context, int size) throws InterruptedException {
		this.server.enqueue(EMPTY);
		client(context).http().post("/any", ReachHttpBody.text("x".repeat(size)));
		return TestContexts.takeRequest(this.server);
	}

	private static void fetch(ApplicationContext context) {
		client(context).messaging().messagingItems().fetch("m-1");
	}

	private static void awaitPool(ApplicationContext context, String state) {
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> client(context).toString().contains(state));
	}

	private static CompletableFuture<?> getInBackground(ApplicationContext context) {
		return client(context).reactive().http().get("/any").toFuture();
	}

	private static void timesOut(ApplicationContext context, Limit limit) {
		long start = System.nanoTime();
		assertThatExceptionOfType(ReachTimeoutException.class).isThrownBy(() -> client(context).http().get("/any"))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(limit));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190))
			.isLessThan(Duration.ofSeconds(8));
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean(ReachClient.class);
	}

}
