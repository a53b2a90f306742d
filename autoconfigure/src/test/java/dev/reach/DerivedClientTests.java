package dev.reach;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryBudget;
import dev.reach.retry.RetryDecision;
import dev.reach.retry.RetryPolicy;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for clients that are derived from another one.
 */
class DerivedClientTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@StartStop
	public final MockWebServer other = new MockWebServer();

	private ReachClient parent;

	@BeforeEach
	void createParent() {
		answer(this.server, 200);
		answer(this.other, 200);
		this.parent = ReachClient.builder()
			.baseUrl(this.server.url("/base").uri())
			.credentials(credentials("user", "key"))
			.header("X-One", "1")
			.resilience(Resilience.standard()
				.withRetryPolicy((context) -> (context.retries() < 1) ? RetryDecision.repeat(Duration.ZERO, "test")
						: RetryDecision.giveUp("test")))
			.build();
	}

	@AfterEach
	void closeParent() {
		this.parent.close();
	}

	@Test
	void withHeaders() throws Exception {
		this.parent.withHeaders(Map.of("x-one", "one", "X-Two", "2")).http().get("/x");
		RecordedRequest derived = take(this.server);
		assertThat(derived.getHeaders().values("X-One")).containsExactly("one");
		assertThat(derived.getHeaders().values("X-Two")).containsExactly("2");
		this.parent.http().get("/x");
		RecordedRequest own = take(this.server);
		assertThat(own.getHeaders().values("X-One")).containsExactly("1");
		assertThat(own.getHeaders().values("X-Two")).isEmpty();
	}

	@Test
	void withCookies() throws Exception {
		ReachClient derived = this.parent.withCookies(Map.of("session", "s1")).withCookies(Map.of("lang", "fr"));
		derived.http().request(ReachHttpRequest.builder(HttpMethod.GET, "/x").header("Cookie", "lang=en").build());
		assertThat(take(this.server).getHeaders().values("Cookie")).containsExactly("lang=en; session=s1");
		derived.http().get(this.other.url("/elsewhere").toString());
		assertThat(take(this.other).getHeaders().values("Cookie")).isEmpty();
		this.parent.http().get("/x");
		assertThat(take(this.server).getHeaders().values("Cookie")).isEmpty();
	}

	@Test
	void cookieThatCannotBeSentIsRefusedWithoutItsValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parent.withCookies(Map.of("a", "canary; b=c")))
			.withMessage("The value of the cookie 'a' has a character that a cookie cannot have");
		assertThatIllegalArgumentException().isThrownBy(() -> this.parent.withCookies(Map.of("a b", "c")));
	}

	@Test
	void withTimeout() {
		this.server
			.setDispatcher(new Answer(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build()));
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> this.parent.withTimeout(Duration.ofMillis(200)).http().get("/x"))
			.withMessageContaining("200 ms");
		assertThatIllegalArgumentException().isThrownBy(() -> this.parent.withTimeout(Duration.ZERO));
	}

	@Test
	void withCredentials() throws Exception {
		this.parent.withCredentials(credentials("other", "secret")).http().get("/x");
		assertThat(take(this.server).getHeaders().get("ApiUser")).isEqualTo("other");
		this.parent.http().get("/x");
		assertThat(take(this.server).getHeaders().get("ApiUser")).isEqualTo("user");
	}

	@Test
	void withResilience() {
		answer(this.server, 500);
		this.parent.withResilience(this.parent.resilience().withRetryPolicy(RetryPolicy.never())).http().get("/x");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
		this.parent.http().get("/x");
		assertThat(this.server.getRequestCount()).isEqualTo(3);
	}

	@Test
	void withHttpClient() {
		ReachHttpResponse response = this.parent.withHttpClient(ReachHttpClient.fixed(ReachHttpResponse.of(203)))
			.http()
			.get("/x");
		assertThat(response.status()).isEqualTo(203);
		assertThat(response.uri()).isEqualTo(this.server.url("/base/x").uri());
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void sharesTheConnections() throws Exception {
		this.parent.http().get("/x");
		awaitIdleConnection();
		ReachClient derived = this.parent.withTimeout(Duration.ofSeconds(20));
		assertThat(derived).hasToString(this.parent.toString());
		derived.http().get("/x");
		awaitIdleConnection();
		this.parent.withHeaders(Map.of("X-Two", "2")).reactive().http().get("/x").block(Duration.ofSeconds(20));
		assertThat(take(this.server).getExchangeIndex()).isZero();
		assertThat(take(this.server).getExchangeIndex()).isEqualTo(1);
		assertThat(take(this.server).getExchangeIndex()).isEqualTo(2);
	}

	@Test
	void sharesBudgetAndPermitsUnlessTheyAreChanged() {
		ReachClient derived = this.parent.withTimeout(Duration.ofSeconds(20));
		assertThat(derived.resilience()).isSameAs(this.parent.resilience());
		answer(this.server, 500);
		derived.http().get("/x");
		assertThat(this.parent.resilience().retryBudget().available()).isEqualTo(495);
		RetryBudget own = new RetryBudget(10, 5, 1);
		this.parent.withResilience(this.parent.resilience().withRetryBudget(own)).http().get("/x");
		assertThat(own.available()).isEqualTo(5);
		assertThat(this.parent.resilience().retryBudget().available()).isEqualTo(495);
	}

	@Test
	void standardResilienceIsSharedToo() {
		try (ReachClient client = ReachClient.builder().credentials(credentials("user", "key")).build()) {
			assertThat(client.withTimeout(Duration.ofSeconds(1)).resilience()).isSameAs(client.resilience());
		}
	}

	@Test
	void closingADerivedClientLeavesTheParentOpen() {
		this.parent.withTimeout(Duration.ofSeconds(20)).close();
		assertThat(this.parent.http().get("/x").status()).isEqualTo(200);
	}

	@Test
	void closingTheParentClosesWhatIsShared() {
		ReachClient derived = this.parent.withTimeout(Duration.ofSeconds(20));
		this.parent.close();
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> derived.http().get("/x"))
			.withMessageContaining("The client is closed");
	}

	@Test
	void anotherBaseUrlMeansConnectionsOfItsOwn() throws Exception {
		List<URI> made = new ArrayList<>();
		AtomicInteger closed = new AtomicInteger();
		ReachClient root = this.parent.mutate().httpClientFactory((host) -> new Recorded(host, made, closed)).build();
		ReachClient moved = root.mutate().baseUrl(this.other.url("/").uri()).build();
		assertThat(made).containsExactly(this.server.url("/base").uri(), URI.create(root(this.other)));
		moved.close();
		assertThat(closed).hasValue(1);
		root.withTimeout(Duration.ofSeconds(20)).close();
		assertThat(closed).hasValue(1);
		root.close();
		assertThat(closed).hasValue(2);
	}

	@Test
	void anotherBaseUrlWithTheDefaultTransport() throws Exception {
		ReachClient moved = this.parent.mutate().baseUrl(this.other.url("/").uri()).build();
		moved.http().get("/x");
		assertThat(take(this.other).getHeaders().get("ApiKey")).isEqualTo("key");
		moved.close();
		assertThat(this.parent.http().get("/x").status()).isEqualTo(200);
	}

	@Test
	void anotherBaseUrlMustNotSendTheCredentialsInClear() {
		ReachClient.Builder builder = this.parent.mutate().baseUrl(URI.create("http://api.example.com"));
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(builder::build)
			.withMessageContaining("would travel in clear");
	}

	@Test
	void builderThatIsUsedTwiceDoesNotChangeWhatItHasBuilt() throws Exception {
		ReachClient.Builder builder = this.parent.mutate().header("X-One", "a");
		ReachClient first = builder.build();
		builder.header("X-One", "b").cookie("c", "1").build();
		first.mutate().build().http().get("/x");
		RecordedRequest request = take(this.server);
		assertThat(request.getHeaders().get("X-One")).isEqualTo("a");
		assertThat(request.getHeaders().get("Cookie")).isNull();
	}

	@Test
	void reactiveClientsAreDerivedInTheSameWay() throws Exception {
		ReactiveReachClient reactive = this.parent.reactive();
		reactive.withHeaders(Map.of("X-Two", "2"))
			.withCookies(Map.of("c", "1"))
			.withCredentials(credentials("other", "key"))
			.withTimeout(Duration.ofSeconds(20))
			.withResilience(reactive.resilience())
			.http()
			.get("/x")
			.block(Duration.ofSeconds(20));
		RecordedRequest request = take(this.server);
		assertThat(request.getHeaders().get("X-Two")).isEqualTo("2");
		assertThat(request.getHeaders().get("Cookie")).isEqualTo("c=1");
		assertThat(request.getHeaders().get("ApiUser")).isEqualTo("other");
		ReachHttpResponse fixed = reactive.withHttpClient(ReachHttpClient.fixed(ReachHttpResponse.of(203)))
			.http()
			.get("/x")
			.block(Duration.ofSeconds(20));
		assertThat(Objects.requireNonNull(fixed).status()).isEqualTo(203);
		assertThat(reactive.mutate().name("derived").build().name()).isEqualTo("derived");
	}

	private void awaitIdleConnection() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.parent.toString().contains("0 active, 1 idle"));
	}

	private static ReachCredentialsProvider credentials(String user, String key) {
		return ReachCredentialsProvider.of(new ReachCredentials(user, key));
	}

	private static String root(MockWebServer server) {
		return server.url("/").toString().replaceAll("/$", "");
	}

	private static RecordedRequest take(MockWebServer server) throws InterruptedException {
		return Objects.requireNonNull(server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static void answer(MockWebServer server, int status) {
		server.setDispatcher(new Answer(new MockResponse.Builder().code(status).build()));
	}

	/**
	 * Always the same answer.
	 */
	private static final class Answer extends Dispatcher {

		private final MockResponse response;

		Answer(MockResponse response) {
			this.response = response;
		}

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			return this.response;
		}

	}

	/**
	 * A transport that keeps who made and closed it.
	 */
	private static final class Recorded implements ReachHttpClient, AutoCloseable {

		private final AtomicInteger closed;

		Recorded(URI host, List<URI> made, AtomicInteger closed) {
			made.add(host);
			this.closed = closed;
		}

		@Override
		public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return Mono.just(ReachHttpResponse.of(200));
		}

		@Override
		public void close() {
			this.closed.incrementAndGet();
		}

	}

}
