package dev.reach.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import dev.reach.retry.Backoff;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Hosts} over the wire.
 */
class HostFailoverTests {

	private static final long TIMEOUT_SECONDS = 20;

	@StartStop
	public final MockWebServer one = new MockWebServer();

	@StartStop
	public final MockWebServer two = new MockWebServer();

	@RegisterExtension
	final FaultServer fault = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final ConcurrentLinkedQueue<URI> attempts = new ConcurrentLinkedQueue<>();

	@Test
	void fallbackStaysWhereItHasMovedTo() {
		answer(this.one, 200, 503, 200);
		answer(this.two, 200, 200, 200);
		ReachClient client = client(HostSelector.fallback(), url(this.one), url(this.two));
		for (int call = 0; call < 4; call++) {
			assertThat(client.http().get("/x").status()).isEqualTo(200);
		}
		assertThat(this.one.getRequestCount()).isEqualTo(2);
		assertThat(this.two.getRequestCount()).isEqualTo(3);
	}

	@Test
	void repeatOfOneCallDoesNotMoveTheOthers() {
		answer(this.one, 500, 200, 200);
		answer(this.two, 200);
		ReachClient client = client(HostSelector.fallback(), url(this.one), url(this.two));
		for (int call = 0; call < 3; call++) {
			assertThat(client.http().get("/x").status()).isEqualTo(200);
		}
		assertThat(this.one.getRequestCount()).isEqualTo(3);
		assertThat(this.two.getRequestCount()).isEqualTo(1);
	}

	@Test
	void roundRobinMovesOnFromADeadHost() throws IOException {
		answer(this.one, 200, 200);
		answer(this.two, 200, 200);
		URI dead = deadUrl();
		ReachClient client = client(HostSelector.roundRobin(), url(this.one), dead, url(this.two));
		for (int call = 0; call < 4; call++) {
			assertThat(client.http().get("/x").status()).isEqualTo(200);
		}
		assertThat(this.attempts).startsWith(url(this.one), dead, url(this.two))
			.filteredOn((host) -> !host.equals(dead))
			.containsExactly(url(this.one), url(this.two), url(this.one), url(this.two));
	}

	@Test
	void periodicChangesTheHost() {
		answer(this.one, 200, 200, 200);
		answer(this.two, 200, 200);
		ReachClient client = client(HostSelector.periodic(2), url(this.one), url(this.two));
		for (int call = 0; call < 5; call++) {
			client.http().get("/x");
		}
		assertThat(this.attempts).containsExactly(url(this.one), url(this.one), url(this.two), url(this.two),
				url(this.one));
	}

	@Test
	void aRepeatGoesToAnotherHost() {
		answer(this.one, 429);
		answer(this.two, 200);
		ReachClient client = client((hosts, candidates) -> candidates.get(0), url(this.one), url(this.two));
		assertThat(client.http().get("/x").status()).isEqualTo(200);
		assertThat(this.attempts).containsExactly(url(this.one), url(this.two));
	}

	@Test
	void postMovesOnWhenTheConnectionIsRefused() throws Exception {
		answer(this.one, 200);
		URI dead = deadUrl();
		ReachClient client = client(HostSelector.fallback(), dead, url(this.one), url(this.two));
		assertThat(post(client).status()).isEqualTo(200);
		assertThat(this.attempts).containsExactly(dead, url(this.one));
		assertThat(this.one.getRequestCount()).isEqualTo(1);
		assertThat(this.two.getRequestCount()).isZero();
		RecordedRequest received = take(this.one);
		assertThat(received.getMethod()).isEqualTo("POST");
		assertThat(Objects.requireNonNull(received.getBody()).utf8()).isEqualTo("text");
	}

	@Test
	void postDoesNotMoveOnWhenTheHostMayHaveReadIt() {
		this.fault.onConnection((peer) -> {
			peer.readRequest();
			peer.reset();
		});
		ReachClient client = client(HostSelector.fallback(), this.fault.url(), url(this.one));
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> post(client))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN));
		assertThat(this.fault.requests()).hasSize(1);
		assertThat(this.one.getRequestCount()).isZero();
	}

	@Test
	void getMovesOnWhenTheHostMayHaveReadIt() {
		this.fault.onConnection((peer) -> {
			peer.readRequest();
			peer.reset();
		});
		answer(this.one, 200);
		ReachClient client = client(HostSelector.fallback(), this.fault.url(), url(this.one));
		assertThat(client.http().get("/x").status()).isEqualTo(200);
		assertThat(this.fault.requests()).hasSize(1);
		assertThat(this.one.getRequestCount()).isEqualTo(1);
	}

	@Test
	void getMovesOnWhenTheHostIsUnavailable() {
		answer(this.one, 503);
		answer(this.two, 200);
		ReachHttpResponse response = client(HostSelector.fallback(), url(this.one), url(this.two)).http().get("/x");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.earlierFailures()).hasSize(1);
		assertThat(this.attempts).containsExactly(url(this.one), url(this.two));
	}

	@Test
	void postDoesNotMoveOnWhenTheHostIsUnavailable() {
		answer(this.one, 503);
		ReachClient client = client(HostSelector.fallback(), url(this.one), url(this.two));
		assertThat(post(client).status()).isEqualTo(503);
		assertThat(this.attempts).containsExactly(url(this.one));
		assertThat(this.two.getRequestCount()).isZero();
	}

	@Test
	void postMovesOnWhenTheHostRefusesIt() {
		this.one.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
		answer(this.two, 200);
		ReachClient client = client(HostSelector.fallback(), url(this.one), url(this.two));
		assertThat(post(client).status()).isEqualTo(200);
		assertThat(this.attempts).containsExactly(url(this.one), url(this.two));
	}

	@Test
	void ifAllHostsAreDeadThereAreThreeRounds() throws IOException {
		URI[] dead = { deadUrl(), deadUrl(), deadUrl() };
		ReachClient client = client(HostSelector.fallback(), dead);
		assertThatExceptionOfType(ReachConnectException.class).isThrownBy(() -> post(client))
			.satisfies((ex) -> assertThat(earlier(ex)).hasSize(8));
		assertThat(this.attempts).hasSize(9).containsSubsequence(dead);
		for (URI host : dead) {
			assertThat(this.attempts).filteredOn(host::equals).hasSize(3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "4", "5", "100" })
	void triesAreLimited(int maxTries) throws IOException {
		ReachClient client = client(builder(HostSelector.roundRobin(), deadUrl(), deadUrl()), maxTries);
		int expected = Math.min(maxTries, 6);
		assertThatExceptionOfType(ReachConnectException.class).isThrownBy(() -> client.http().get("/x"))
			.satisfies((ex) -> assertThat(earlier(ex)).hasSize(expected - 1));
		assertThat(this.attempts).hasSize(expected);
	}

	@Test
	void theSingleHostIsAskedOnceARound() throws IOException {
		URI dead = deadUrl();
		ReachClient client = client(HostSelector.single(), dead, url(this.one));
		assertThatExceptionOfType(ReachConnectException.class).isThrownBy(() -> client.http().get("/x"));
		assertThat(this.attempts).containsExactly(dead, dead, dead);
		assertThat(this.one.getRequestCount()).isZero();
	}

	@Test
	void aSelectorThatReturnsNoneOfTheHostsSendsNothing() {
		ReachClient client = client((hosts, candidates) -> URI.create("http://localhost:1"), url(this.one),
				url(this.two));
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> client.http().get("/x"));
		assertThat(this.attempts).isEmpty();
		assertThat(this.one.getRequestCount()).isZero();
		assertThat(this.two.getRequestCount()).isZero();
	}

	@Test
	void eachHostGetsTheCredentials() throws Exception {
		answer(this.one, 200);
		answer(this.two, 200);
		ReachClient client = client(HostSelector.roundRobin(), url(this.one), url(this.two));
		client.http().get("/x");
		client.http().get("/x");
		for (RecordedRequest received : List.of(take(this.one), take(this.two))) {
			assertThat(received.getHeaders().get("ApiUser")).isEqualTo(TestClients.API_USER);
			assertThat(received.getHeaders().get("ApiKey")).isEqualTo(TestClients.API_KEY);
		}
	}

	@Test
	void eachHostHasATransportOfItsOwnThatIsKept() {
		answer(this.one, 503, 200, 200);
		answer(this.two, 200, 200, 200);
		List<URI> created = new ArrayList<>();
		ReachHttpClientFactory factory = this.clients.to(url(this.one)).factory();
		ReachClient client = client(
				builder(HostSelector.roundRobin(), url(this.one), url(this.two)).httpClientFactory((host) -> {
					created.add(host);
					return factory.create(host);
				}), null);
		client.http().get("/x");
		client.http().get("/x");
		this.clients.closeLater(client.withHeaders(Map.of("X-Test", "1"))).http().get("/x");
		assertThat(created).containsExactly(url(this.one), url(this.two));
	}

	@Test
	void theWaysOfDerivedClientsAreOne() throws IOException {
		answer(this.one, 200, 200);
		URI dead = deadUrl();
		ReachClient client = client(HostSelector.fallback(), dead, url(this.one));
		client.http().get("/x");
		this.clients.closeLater(client.withHeaders(Map.of("X-Test", "1"))).http().get("/x");
		assertThat(this.attempts).containsExactly(dead, url(this.one), url(this.one));
	}

	@Test
	void thePathOfEachBaseUrlIsKept() throws Exception {
		answer(this.one, 503);
		answer(this.two, 200);
		ReachClient client = client(HostSelector.fallback(), this.one.url("/one").uri(),
				this.two.url("/two/api/").uri());
		client.http().get("/x?a=%2F&b=one");
		assertThat(take(this.one).getTarget()).isEqualTo("/one/x?a=%2F&b=one");
		assertThat(take(this.two).getTarget()).isEqualTo("/two/api/x?a=%2F&b=one");
	}

	@Test
	void anAbsoluteUriIsNotMovedToAHost() throws Exception {
		answer(this.two, 503, 503, 503);
		ReachClient client = client(HostSelector.fallback(), url(this.one));
		assertThat(client.http().get(this.two.url("/x").toString()).status()).isEqualTo(503);
		assertThat(this.one.getRequestCount()).isZero();
		assertThat(this.two.getRequestCount()).isEqualTo(3);
		assertThat(take(this.two).getHeaders().get("ApiKey")).isNull();
	}

	@Test
	void anAbsoluteUriOfAHostIsNotMovedToAnother() throws IOException {
		URI dead = deadUrl();
		ReachClient client = client(HostSelector.fallback(), url(this.one), dead, url(this.two));
		assertThatExceptionOfType(ReachConnectException.class).isThrownBy(() -> client.http().get(dead + "/x"));
		assertThat(this.attempts).containsExactly(dead, dead, dead);
	}

	private ReachClient client(HostSelector selector, URI... hosts) {
		return client(builder(selector, hosts), null);
	}

	private ReachClient client(ReachClient.Builder builder, @Nullable Integer maxTries) {
		RetrySettings standard = RetrySettings.standard();
		Duration pause = Duration.ofMillis(1);
		RetrySettings settings = new RetrySettings(standard.maxRetries(), maxTries, standard.statuses(),
				standard.methods(), false, new Backoff(pause, 1, pause, 0), true, standard.maxRetryAfter());
		return this.clients
			.closeLater(
					builder
						.middleware(Middleware.before(Phase.TARGET_EDGE,
								(exchange) -> Mono
									.fromRunnable(() -> this.attempts.add(host(exchange.request().uri())))))
						.resilience(Resilience.standard()
							.withRetryPolicy(RetryPolicy.standard(settings, Clock.systemUTC())))
						.build());
	}

	private ReachClient.Builder builder(HostSelector selector, URI... hosts) {
		return this.clients.to(hosts[0]).builder().baseUrls(Arrays.asList(hosts)).hostSelector(selector);
	}

	private static ReachHttpResponse post(ReachClient client) {
		return client.http().post("/x", ReachHttpBody.text("text", MediaType.TEXT_PLAIN));
	}

	private static List<Throwable> earlier(Throwable failure) {
		return Arrays.stream(failure.getSuppressed()).filter(ReachConnectException.class::isInstance).toList();
	}

	private static void answer(MockWebServer server, int... statuses) {
		Arrays.stream(statuses).forEach((status) -> server.enqueue(new MockResponse.Builder().code(status).build()));
	}

	private static RecordedRequest take(MockWebServer server) throws InterruptedException {
		return Objects.requireNonNull(server.takeRequest(TIMEOUT_SECONDS, TimeUnit.SECONDS));
	}

	private static URI url(MockWebServer server) {
		return host(server.url("/").uri());
	}

	private static URI host(URI uri) {
		return URI.create(uri.getScheme() + "://" + uri.getAuthority());
	}

	private static URI deadUrl() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

}
