package dev.reach.middleware;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachRedirectException;
import dev.reach.error.ReachRedirectException.Reason;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryDecision;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Redirects} on the wire.
 */
class RedirectFollowTests {

	private static final long TIMEOUT_SECONDS = 20;

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer faultServer = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@ParameterizedTest
	@CsvSource(textBlock = """
			301, GET,    GET,    false
			301, HEAD,   HEAD,   false
			301, POST,   GET,    false
			301, PUT,    PUT,    true
			301, DELETE, DELETE, false
			302, GET,    GET,    false
			302, HEAD,   HEAD,   false
			302, POST,   GET,    false
			302, PUT,    PUT,    true
			302, DELETE, DELETE, false
			303, GET,    GET,    false
			303, HEAD,   HEAD,   false
			303, POST,   GET,    false
			303, PUT,    GET,    false
			303, PATCH,  GET,    false
			303, DELETE, GET,    false
			307, GET,    GET,    false
			307, HEAD,   HEAD,   false
			307, PUT,    PUT,    true
			307, DELETE, DELETE, false
			308, GET,    GET,    false
			308, HEAD,   HEAD,   false
			308, PUT,    PUT,    true
			308, DELETE, DELETE, false
			""")
	void followed(int status, HttpMethod method, String nextMethod, boolean resent) throws Exception {
		this.server.enqueue(redirect(status, "/second?x=1"));
		this.server.enqueue(new MockResponse.Builder().body("there").build());
		ReachHttpResponse response = client().http().request(request(method));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.uri()).isEqualTo(this.server.url("/second?x=1").uri());
		take();
		RecordedRequest second = take();
		assertThat(second.getMethod()).isEqualTo(nextMethod);
		assertThat(second.getTarget()).isEqualTo("/second?x=1");
		assertThat(bodyOf(second)).isEqualTo(resent ? "content" : "");
		assertThat(second.getHeaders().values("Content-Type")).hasSize(resent ? 1 : 0);
		assertThat(second.getHeaders().values("X-Own")).containsExactly("own");
		boolean changed = !nextMethod.equals(method.name());
		assertThat(second.getHeaders().values("Content-Language")).hasSize(changed ? 0 : 1);
		assertThat(second.getHeaders().values("If-Match")).hasSize(changed ? 0 : 1);
		assertThat(second.getHeaders().values("ApiKey")).containsExactly(TestClients.API_KEY);
		assertThat(second.getHeaders().values("Transfer-Encoding")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "301, PATCH", "302, PATCH", "307, POST", "307, PATCH", "308, POST", "308, PATCH" })
	void neverSentASecondTime(int status, HttpMethod method) {
		this.server.enqueue(redirect(status, "/second"));
		ReachHttpResponse response = client().http().request(request(method));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.text().block()).isEqualTo("moved");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "307, POST", "308, PATCH", "301, PATCH" })
	void sentASecondTimeIfDeclaredIdempotent(int status, HttpMethod method) throws Exception {
		this.server.enqueue(redirect(status, "/second"));
		this.server.enqueue(new MockResponse.Builder().build());
		client().http().request(request(method).mutate().attribute(ReachHttpRequest.IDEMPOTENT, true).build());
		take();
		RecordedRequest second = take();
		assertThat(second.getMethod()).isEqualTo(method.name());
		assertThat(bodyOf(second)).isEqualTo("content");
	}

	@ParameterizedTest
	@CsvSource({ "301, PUT", "302, PUT", "307, PUT", "308, POST" })
	void streamIsNotSentASecondTime(int status, HttpMethod method) {
		this.server.enqueue(redirect(status, "/second"));
		ReachClient client = client((redirect) -> true);
		assertThat(client.http().request(streamed(method)).status()).isEqualTo(status);
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void streamIsFollowedByAGet() throws Exception {
		this.server.enqueue(redirect(303, "/second"));
		this.server.enqueue(new MockResponse.Builder().build());
		client().http().request(streamed(HttpMethod.POST));
		assertThat(bodyOf(take())).isEqualTo("stream");
		assertThat(take().getMethod()).isEqualTo("GET");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			other        | /base/other
			/root        | /root
			?new         | /base/first?new
			../up/./x    | /up/x
			../../../x   | /x
			own#fragment | /base/own
			a b/ü        | /base/a%20b/%C3%BC
			a%2Fb?c=%20  | /base/a%2Fb?c=%20
			""")
	void location(String location, String target) throws Exception {
		byte[] bytes = location.getBytes(StandardCharsets.UTF_8);
		String head = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n"
			.formatted(new String(bytes, StandardCharsets.ISO_8859_1));
		this.faultServer.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				if (request.startsWith("GET /base/first?old ")) {
					peer.write(head);
				}
				else {
					peer.answer("there");
				}
			}
		});
		ReachClient client = client(this.faultServer.url());
		assertThat(client.http().get("/base/first?old").text().block()).isEqualTo("there");
		this.faultServer.awaitRequest();
		assertThat(this.faultServer.awaitRequest()).startsWith("GET " + target + " HTTP/1.1\r\n");
	}

	@Test
	void protocolRelativeAndWithoutAPath() throws Exception {
		this.server.enqueue(redirect(302, "//%s:%d".formatted(this.server.getHostName(), this.server.getPort())));
		this.server.enqueue(new MockResponse.Builder().build());
		client().http().get("/first");
		take();
		assertThat(take().getTarget()).isEqualTo("/");
	}

	@Test
	void fragmentIsInheritedAndNotSent() throws Exception {
		this.server.enqueue(redirect(302, "/second"));
		this.server.enqueue(redirect(302, "/third#own"));
		this.server.enqueue(redirect(302, "/fourth"));
		this.server.enqueue(new MockResponse.Builder().build());
		ReachHttpResponse response = client().http().get("/first#given");
		assertThat(response.uri()).isEqualTo(this.server.url("/fourth").uri().resolve("#own"));
		assertThat(List.of(take().getTarget(), take().getTarget(), take().getTarget(), take().getTarget()))
			.containsExactly("/first", "/second", "/third", "/fourth");
	}

	@Test
	void hostHeaderIsThatOfTheTarget() throws Exception {
		this.server.enqueue(redirect(302, "/second"));
		this.server.enqueue(new MockResponse.Builder().build());
		client().http()
			.request(ReachHttpRequest.builder(HttpMethod.GET, "/first").header("Host", "given.example").build());
		assertThat(take().getHeaders().values("Host")).containsExactly("given.example");
		assertThat(take().getHeaders().values("Host"))
			.containsExactly(this.server.getHostName() + ":" + this.server.getPort());
	}

	@Test
	void redirectWithoutOrWithTwoLocationsIsReturned() {
		this.server.enqueue(new MockResponse.Builder().code(302).build());
		this.server.enqueue(redirect(302, "/a").newBuilder().addHeader("Location", "/b").build());
		this.server.enqueue(new MockResponse.Builder().code(304).setHeader("Location", "/a").build());
		ReachClient client = client();
		assertThat(client.http().get("/x").status()).isEqualTo(302);
		assertThat(client.http().get("/x").status()).isEqualTo(302);
		assertThat(client.http().get("/x").status()).isEqualTo(304);
		assertThat(this.server.getRequestCount()).isEqualTo(3);
	}

	@Test
	void loop() {
		this.server.enqueue(redirect(302, "/b?secret"));
		this.server.enqueue(redirect(302, "/c"));
		this.server.enqueue(redirect(302, "/b?secret#other"));
		assertThatExceptionOfType(ReachRedirectException.class).isThrownBy(() -> client().http().get("/a?secret"))
			.withMessage("The redirects of %s go round in a circle: GET %s is asked a second time; "
					+ "the service has to end them", url("/a"), url("/b"))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.LOOP);
				assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN);
				assertThat(ex.chain()).containsExactly(url("/a?secret"), url("/b?secret"), url("/c"),
						URI.create(url("/b?secret") + "#other"));
			});
		assertThat(this.server.getRequestCount()).isEqualTo(3);
	}

	@Test
	void redirectToItselfIsALoop() {
		this.server.enqueue(redirect(302, ""));
		assertThatExceptionOfType(ReachRedirectException.class).isThrownBy(() -> client().http().get("/a"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.LOOP));
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void redirectToItselfAfterAPostIsNoLoop() throws Exception {
		this.server.enqueue(redirect(303, "/a"));
		this.server.enqueue(new MockResponse.Builder().body("done").build());
		assertThat(client().http().post("/a", ReachHttpBody.none()).text().block()).isEqualTo("done");
		take();
		assertThat(take().getMethod()).isEqualTo("GET");
	}

	@Test
	void redirectToItselfWithACookieIsNoLoop() throws Exception {
		this.server.enqueue(redirect(302, "/a").newBuilder().setHeader("Set-Cookie", "seen=1").build());
		this.server.enqueue(new MockResponse.Builder().body("welcome").build());
		ReachClient client = clientWithCookies();
		assertThat(client.http().get("/a").text().block()).isEqualTo("welcome");
		assertThat(take().getHeaders().get("Cookie")).isNull();
		assertThat(take().getHeaders().get("Cookie")).isEqualTo("seen=1");
	}

	@Test
	void redirectToItselfWithTheSameCookieAgainIsALoop() {
		MockResponse again = redirect(302, "/a").newBuilder().setHeader("Set-Cookie", "seen=1").build();
		this.server.enqueue(again);
		this.server.enqueue(again);
		ReachClient client = clientWithCookies();
		assertThatExceptionOfType(ReachRedirectException.class).isThrownBy(() -> client.http().get("/a"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.LOOP));
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@Test
	void asManyAsTheLimitAreFollowed() {
		redirectForever();
		AtomicInteger followed = new AtomicInteger();
		ReachClient client = this.clients.closeLater(
				builder().maxRedirects(3).redirectPolicy((redirect) -> followed.incrementAndGet() <= 3).build());
		assertThat(client.http().get("/0").uri()).isEqualTo(url("/3?secret"));
	}

	@Test
	void oneMoreThanTheLimitFails() {
		redirectForever();
		ReachClient client = this.clients
			.closeLater(builder().maxRedirects(3).redirectPolicy(RedirectPolicy.standard()).build());
		assertThatExceptionOfType(ReachRedirectException.class).isThrownBy(() -> client.http().get("/0"))
			.withMessage(
					"More than 3 redirects of %s, the next to GET %s; raise reach.redirects.max if so many are right",
					url("/0"), url("/4"))
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.LIMIT);
				assertThat(ex.chain()).containsExactly(url("/0"), url("/1?secret"), url("/2?secret"), url("/3?secret"),
						url("/4?secret"));
			});
		assertThat(this.server.getRequestCount()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:secret@localhost/", "ftp://localhost/secret", "http://:1/secret" })
	void unusableLocation(String location) {
		this.server.enqueue(redirect(302, location));
		assertThatExceptionOfType(ReachRedirectException.class).isThrownBy(() -> client().http().get("/a?b"))
			.withMessageStartingWith("GET %s is redirected to where it cannot go (it ", url("/a"))
			.withMessageNotContainingAny("secret", "?")
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.LOCATION);
				assertThat(ex.chain()).startsWith(url("/a?b")).noneMatch((uri) -> uri.toString().contains("@"));
			});
	}

	@Test
	void streamIsFollowed() {
		this.server.enqueue(redirect(302, "/b"));
		this.server.enqueue(new MockResponse.Builder().body("streamed").build());
		ReachHttpResponse response = client().http().stream(request(HttpMethod.GET));
		assertThat(response.isComplete()).isFalse();
		assertThat(response.text().block()).isEqualTo("streamed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionIsUsedAgain(boolean stream) throws Exception {
		this.server.enqueue(redirect(302, "/b").newBuilder().body("x".repeat(200_000)).build());
		this.server.enqueue(new MockResponse.Builder().body("there").build());
		ReachClient client = this.clients.closeLater(
				this.clients.to(url("/")).connections(1).builder().redirectPolicy(RedirectPolicy.standard()).build());
		ReachHttpResponse response = stream ? client.http().stream(request(HttpMethod.GET))
				: client.http().request(request(HttpMethod.GET));
		assertThat(response.text().block()).isEqualTo("there");
		assertThat(take().getConnectionIndex()).isEqualTo(take().getConnectionIndex());
	}

	@Test
	void endlessBodyOfARedirectIsGivenUp() {
		this.server.enqueue(new MockResponse.Builder().body("there").build());
		this.faultServer.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 9999\r\n\r\n0".formatted(url("/b")));
			peer.awaitEnd();
		});
		ReachHttpResponse response = client(this.faultServer.url()).http().stream(request(HttpMethod.GET));
		assertThat(response.text().block()).isEqualTo("there");
	}

	@Test
	void eachHopIsRepeatedOnItsOwn() throws Exception {
		this.server.enqueue(redirect(302, "/b"));
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().body("there").build());
		ReachClient client = this.clients.closeLater(this.clients.to(url("/"))
			.resilience(Resilience.standard()
				.withRetryPolicy((context) -> (context.retries() < 1) ? RetryDecision.repeat(Duration.ZERO, "test")
						: RetryDecision.giveUp("test")))
			.builder()
			.redirectPolicy(RedirectPolicy.standard())
			.build());
		assertThat(client.http().get("/a").text().block()).isEqualTo("there");
		assertThat(List.of(take().getTarget(), take().getTarget(), take().getTarget())).containsExactly("/a", "/b",
				"/b");
	}

	@Test
	void failureOfALaterHopSaysThatTheFirstWasSent() throws IOException {
		URI nobody = nobody();
		this.server.enqueue(redirect(303, nobody.toString()));
		assertThatExceptionOfType(ReachTransportException.class)
			.isThrownBy(() -> client().http().request(request(HttpMethod.POST)))
			.withMessageEndingWith("; it was not sent; but an earlier attempt may have been carried out")
			.satisfies((ex) -> {
				assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN);
				assertThat(ex.getSuppressed()[0]).hasMessage("POST %s answered 303", url("/first"));
			});
	}

	@Test
	void refusalOfALaterHopSaysThatTheFirstWasSent() {
		this.server.enqueue(redirect(303, "/gone"));
		this.server.enqueue(new MockResponse.Builder().code(404).build());
		ReachClient client = client();
		assertThatExceptionOfType(ReachNotFoundException.class)
			.isThrownBy(() -> client.messaging().messagingItems().send("+15550100000", "Reach", "text"))
			.extracting(ReachException::delivery)
			.isEqualTo(Delivery.UNKNOWN);
	}

	@Test
	void deadlineIsThatOfAllHops() {
		AtomicInteger count = new AtomicInteger();
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				return redirect(302, "/" + count.incrementAndGet()).newBuilder()
					.headersDelay(100, TimeUnit.MILLISECONDS)
					.build();
			}

		});
		ReachClient client = this.clients
			.closeLater(builder().maxRedirects(10_000).redirectPolicy(RedirectPolicy.standard()).build());
		ReachHttpRequest request = request(HttpMethod.GET).mutate().timeout(Duration.ofMillis(700)).build();
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client.reactive().http().request(request).block(Duration.ofSeconds(TIMEOUT_SECONDS)))
			.withMessageStartingWith("No answer within the request timeout of 700 ms");
		assertThat(count).hasValueLessThan(10);
	}

	@Test
	void hopIsCancelled() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		this.faultServer.onConnection((peer) -> {
			peer.readRequest();
			first.countDown();
			peer.awaitEnd();
		});
		this.server.enqueue(redirect(302, this.faultServer.url() + "/slow"));
		Disposable call = client().reactive().http().get("/a").subscribe();
		assertThat(first.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		call.dispose();
		this.faultServer.awaitDeparture();
	}

	@Test
	void callDecides() {
		this.server.enqueue(redirect(302, "/b"));
		this.server.enqueue(redirect(302, "/b"));
		this.server.enqueue(new MockResponse.Builder().build());
		ReachHttpRequest request = request(HttpMethod.GET);
		ReachClient following = client();
		assertThat(following.http().request(request.mutate().followRedirects(false).build()).status()).isEqualTo(302);
		ReachClient never = this.clients.closeLater(builder().build());
		assertThat(never.http().request(request.mutate().followRedirects(true).build()).status()).isEqualTo(200);
	}

	@Test
	void policyOfTheClientCountsAlsoIfTheCallFollows() {
		this.server.enqueue(redirect(302, "/b"));
		ReachClient client = client((redirect) -> {
			assertThat(redirect.status()).isEqualTo(302);
			assertThat(redirect.target()).isEqualTo(url("/b"));
			assertThat(redirect.visited()).containsExactly(url("/first"));
			assertThat(redirect.request().uri()).isEqualTo(url("/first"));
			return false;
		});
		assertThat(client.http().request(request(HttpMethod.GET).mutate().followRedirects(true).build()).status())
			.isEqualTo(302);
	}

	@Test
	void phasesOfTheCallSeeTheLastResponseOnlyAndThoseOfTheTargetEach() {
		this.server.enqueue(redirect(302, "/b"));
		this.server.enqueue(new MockResponse.Builder().build());
		List<String> seen = new CopyOnWriteArrayList<>();
		ReachClient client = this.clients.closeLater(builder().redirectPolicy(RedirectPolicy.standard())
			.middleware(watching(Phase.CLIENT_EDGE, seen))
			.middleware(watching(Phase.TARGET_EDGE, seen))
			.build());
		client.http().get("/a");
		assertThat(seen).containsExactly("1000 302 /a", "1000 200 /b", "0 200 /b");
	}

	private static Middleware watching(int phase, List<String> seen) {
		return Middleware.after(phase, (exchange) -> Mono.fromRunnable(() -> {
			ReachHttpResponse response = Objects.requireNonNull(exchange.response());
			seen.add("%d %d %s".formatted(phase, response.status(), Objects.requireNonNull(response.uri()).getPath()));
		}));
	}

	private void redirectForever() {
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				int number = Integer.parseInt(request.getUrl().pathSegments().get(0));
				return redirect(302, "/%d?secret".formatted(number + 1));
			}

		});
	}

	private static MockResponse redirect(int status, String location) {
		return new MockResponse.Builder().code(status).setHeader("Location", location).body("moved").build();
	}

	private static ReachHttpRequest request(HttpMethod method) {
		ReachHttpRequest.Builder request = ReachHttpRequest.builder(method, "/first")
			.header("X-Own", "own")
			.header("Content-Language", "en")
			.header("If-Match", "*");
		boolean content = method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH;
		return (content ? request.body(ReachHttpBody.text("content", MediaType.TEXT_PLAIN)) : request).build();
	}

	private static ReachHttpRequest streamed(HttpMethod method) {
		Flux<DataBuffer> stream = Flux
			.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap("stream".getBytes())));
		return ReachHttpRequest.builder(method, "/first")
			.body(ReachHttpBody.stream(stream, MediaType.TEXT_PLAIN, -1))
			.attribute(ReachHttpRequest.IDEMPOTENT, true)
			.build();
	}

	private ReachClient client() {
		return client(RedirectPolicy.standard());
	}

	private ReachClient client(URI url) {
		return this.clients
			.closeLater(this.clients.to(url).builder().redirectPolicy(RedirectPolicy.standard()).build());
	}

	private ReachClient client(RedirectPolicy policy) {
		return this.clients.closeLater(builder().redirectPolicy(policy).build());
	}

	private ReachClient clientWithCookies() {
		return this.clients.closeLater(builder().redirectPolicy(RedirectPolicy.standard())
			.cookieStore(new CookieManager().getCookieStore())
			.build());
	}

	private ReachClient.Builder builder() {
		return this.clients.to(url("/")).builder();
	}

	private URI url(String path) {
		return this.server.url(path).uri();
	}

	private RecordedRequest take() throws InterruptedException {
		RecordedRequest request = this.server.takeRequest(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		return Objects.requireNonNull(request, "A request is missing");
	}

	private static String bodyOf(RecordedRequest request) {
		return (request.getBody() != null) ? request.getBody().utf8() : "";
	}

	private static URI nobody() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

}
