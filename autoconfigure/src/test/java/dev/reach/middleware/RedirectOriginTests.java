package dev.reach.middleware;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.TestBundles;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryDecision;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing that is meant for one origin goes to another by a redirect.
 */
class RedirectOriginTests {

	private static final long TIMEOUT_SECONDS = 20;

	private static final List<String> SECRETS = List.of("ApiUser", "ApiKey", "Authorization", "Cookie", "X-Api-Key",
			"X-Signature", "X-Tenant", "Referer", "Origin", "X-Late");

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("test")
		.addSubjectAlternativeName("localhost")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@StartStop
	public final MockWebServer other = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void sameOriginGetsAll() throws Exception {
		redirect(this.server, 302, "/second");
		answer(this.server);
		client().http().request(secretRequest());
		take(this.server);
		RecordedRequest second = take(this.server);
		assertThat(SECRETS).allSatisfy((name) -> assertThat(second.getHeaders().values(name)).as(name).hasSize(1));
		assertThat(second.getHeaders().get("Cookie")).isEqualTo("own=1; default=2");
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void anotherOriginGetsNothingSecret(int status) throws Exception {
		redirect(this.server, status, this.other.url("/second").toString());
		answer(this.other);
		assertThat(client().http().request(secretRequest()).status()).isEqualTo(200);
		assertThat(take(this.server).getHeaders().names()).containsAll(SECRETS);
		RecordedRequest second = take(this.other);
		assertThatNothingSecretIsIn(second);
		assertThat(second.getHeaders().get("Accept")).isEqualTo("application/json");
		assertThat(second.getHeaders().get("User-Agent")).startsWith("reach-spring/");
		assertThat(second.getHeaders().get("traceparent")).isEqualTo("00-1");
		assertThat(second.getHeaders().get("X-B3-TraceId")).isEqualTo("1");
		assertThat(second.getHeaders().get("If-None-Match")).isEqualTo("\"1\"");
	}

	@Test
	void sameHostByAnotherNameIsAnotherOrigin() throws Exception {
		String name = this.server.getHostName().equals("localhost") ? "127.0.0.1" : "localhost";
		redirect(this.server, 302, "//%s:%d/second".formatted(name, this.server.getPort()));
		answer(this.server);
		client().http().request(secretRequest());
		take(this.server);
		assertThatNothingSecretIsIn(take(this.server));
	}

	@Test
	void whatWasTakenOffStaysOffAlsoOnTheWayBack() throws Exception {
		redirect(this.server, 302, this.other.url("/second").toString());
		redirect(this.other, 302, this.server.url("/third").toString());
		redirect(this.server, 302, "/fourth");
		answer(this.server);
		client().http().request(secretRequest());
		take(this.server);
		assertThatNothingSecretIsIn(take(this.other));
		RecordedRequest third = take(this.server);
		RecordedRequest fourth = take(this.server);
		assertThat(List.of(third, fourth)).allSatisfy((request) -> {
			assertThat(request.getHeaders().names()).doesNotContain("Authorization", "X-Api-Key", "X-Tenant", "X-Late");
			assertThat(request.getHeaders().get("Cookie")).isEqualTo("default=2");
			assertThat(request.getHeaders().get("ApiKey")).isEqualTo(TestClients.API_KEY);
			assertThat(request.getHeaders().get("X-Signature")).isNotNull();
		});
	}

	@Test
	void whatWasTakenOffStaysOffWithinTheOtherOrigin() throws Exception {
		redirect(this.server, 302, this.other.url("/second").toString());
		redirect(this.other, 302, "/third");
		answer(this.other);
		client().http().request(secretRequest());
		assertThatNothingSecretIsIn(take(this.other));
		assertThatNothingSecretIsIn(take(this.other));
	}

	@Test
	void whatWasTakenOffStaysOffWhenAHopIsRepeated() throws Exception {
		redirect(this.server, 302, this.other.url("/second").toString());
		this.other.enqueue(new MockResponse.Builder().code(503).build());
		answer(this.other);
		Resilience retrying = Resilience.standard()
			.withRetryPolicy((context) -> (context.retries() < 1) ? RetryDecision.repeat(Duration.ZERO, "test")
					: RetryDecision.giveUp("test"));
		client(this.clients.to(this.server.url("/").uri()).resilience(retrying)).http().request(secretRequest());
		assertThatNothingSecretIsIn(take(this.other));
		assertThatNothingSecretIsIn(take(this.other));
	}

	@Test
	void bodyGoesAlongWithWhatDescribesIt() throws Exception {
		redirect(this.server, 307, this.other.url("/second").toString());
		answer(this.other);
		client().http()
			.request(ReachHttpRequest.builder(HttpMethod.PUT, "/first")
				.header("Content-Language", "en")
				.header("X-Api-Key", "canary")
				.body(ReachHttpBody.text("content", MediaType.TEXT_PLAIN))
				.build());
		RecordedRequest second = take(this.other);
		assertThat(Objects.requireNonNull(second.getBody()).utf8()).isEqualTo("content");
		assertThat(second.getHeaders().get("Content-Type")).isEqualTo("text/plain");
		assertThat(second.getHeaders().get("Content-Language")).isEqualTo("en");
		assertThatNothingSecretIsIn(second);
	}

	@Test
	void downgradeToPlainHttpGetsNothingSecret() throws Exception {
		secure(this.server);
		redirect(this.server, 302, this.other.url("/second").toString());
		answer(this.other);
		secureClient().http().request(secretRequest());
		assertThat(take(this.server).getHeaders().names()).containsAll(SECRETS);
		assertThatNothingSecretIsIn(take(this.other));
	}

	@Test
	void downgradeToPlainHttpIsNotFollowedWithABody() throws Exception {
		secure(this.server);
		redirect(this.server, 307, this.other.url("/second").toString());
		ReachHttpResponse response = secureClient().http().put("/", ReachHttpBody.text("x", MediaType.TEXT_PLAIN));
		assertThat(response.status()).isEqualTo(307);
		assertThat(this.other.getRequestCount()).isZero();
	}

	@Test
	void downgradeToPlainHttpIsFollowedByAGetWithoutTheBody() throws Exception {
		secure(this.server);
		redirect(this.server, 303, this.other.url("/second").toString());
		answer(this.other);
		secureClient().http().post("/", ReachHttpBody.text("x", MediaType.TEXT_PLAIN));
		assertThat(take(this.other).getMethod()).isEqualTo("GET");
	}

	@Test
	void upgradeToHttpsIsAnotherOrigin() throws Exception {
		secure(this.other);
		redirect(this.server, 301, "https://localhost:%d/second".formatted(this.other.getPort()));
		answer(this.other);
		ReachHttpResponse response = client(
				this.clients.to(this.server.url("/").uri()).ssl(TestBundles.trusting(CERTIFICATE)))
			.http()
			.request(secretRequest());
		assertThat(response.status()).isEqualTo(200);
		assertThatNothingSecretIsIn(take(this.other));
	}

	@Test
	void otherHostOfTheClientGetsTheCredentialsByItsOwnTransport() throws Exception {
		redirect(this.server, 302, this.other.url("/second").toString());
		answer(this.other);
		ReachHttpClientFactory factory = this.clients.to(this.server.url("/").uri()).factory();
		Map<String, Integer> used = new ConcurrentHashMap<>();
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url("/").uri())
			.builder()
			.baseUrls(List.of(this.server.url("/one").uri(), this.other.url("/two").uri()))
			.httpClientFactory((baseUrl) -> {
				ReachHttpClient transport = factory.create(baseUrl);
				return (request) -> {
					used.merge(baseUrl.getPath(), 1, Integer::sum);
					return transport.exchange(request);
				};
			})
			.redirectPolicy(RedirectPolicy.standard())
			.build());
		client.http().request(secretRequest());
		RecordedRequest second = take(this.other);
		assertThat(second.getTarget()).isEqualTo("/second");
		assertThat(second.getHeaders().get("ApiKey")).isEqualTo(TestClients.API_KEY);
		assertThat(second.getHeaders().names()).doesNotContain("Authorization", "X-Api-Key", "Cookie");
		assertThat(used).containsOnly(Map.entry("/one", 1), Map.entry("/two", 1));
	}

	private ReachClient client() {
		return client(this.clients.to(this.server.url("/").uri()));
	}

	private ReachClient secureClient() throws GeneralSecurityException, IOException {
		URI url = URI.create("https://localhost:" + this.server.getPort());
		return client(this.clients.to(url).ssl(TestBundles.trusting(CERTIFICATE)));
	}

	private ReachClient client(TestClients.Setup setup) {
		return this.clients.closeLater(setup.builder()
			.redirectPolicy(RedirectPolicy.standard())
			.header("X-Tenant", "canary")
			.cookie("default", "2")
			.requestSigner((request) -> Mono.just(request.mutate().header("X-Signature", "canary").build()))
			.middleware(Middleware.before(Phase.TARGET_EDGE, (exchange) -> Mono.fromRunnable(
					() -> exchange.updateRequest((request) -> request.mutate().header("X-Late", "canary").build()))))
			.build());
	}

	private static ReachHttpRequest secretRequest() {
		return ReachHttpRequest.builder(HttpMethod.GET, "/first")
			.header("Authorization", "Bearer canary")
			.header("Proxy-Authorization", "Basic canary")
			.header("Cookie", "own=1")
			.header("X-Api-Key", "canary")
			.header("Referer", "https://canary")
			.header("Origin", "https://canary")
			.header("If-None-Match", "\"1\"")
			.header("traceparent", "00-1")
			.header("X-B3-TraceId", "1")
			.build();
	}

	private static void assertThatNothingSecretIsIn(RecordedRequest request) {
		assertThat(SECRETS).allSatisfy((name) -> assertThat(request.getHeaders().values(name)).as(name).isEmpty());
		assertThat(request.getHeaders().names()).doesNotContain("Proxy-Authorization");
		assertThat(request.getHeaders().toString().toLowerCase(Locale.ROOT)).doesNotContain("canary");
	}

	private static void secure(MockWebServer server) {
		server.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
	}

	private static void redirect(MockWebServer server, int status, String location) {
		server.enqueue(new MockResponse.Builder().code(status).setHeader("Location", location).build());
	}

	private static void answer(MockWebServer server) {
		server.enqueue(new MockResponse.Builder().build());
	}

	private static RecordedRequest take(MockWebServer server) throws InterruptedException {
		RecordedRequest request = server.takeRequest(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		return Objects.requireNonNull(request, "A request is missing");
	}

}
