package dev.reach.middleware;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryDecision;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Pipeline}.
 */
class PipelineTests {

	private static final long TIMEOUT_SECONDS = 20;

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<ReachClient> clients = new ConcurrentLinkedQueue<>();

	@AfterEach
	void closeClients() {
		this.clients.forEach(ReachClient::close);
	}

	@Test
	void phasesRunInOrderOutAndInReverseBack() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		client((builder) -> builder.middleware(recorder("C", 1000))
			.middleware(recorder("A", 0))
			.middleware(recorder("B", 500))).http().get("/x");
		assertThat(this.events).containsExactly("A before", "B before", "C before", "C after 200", "B after 200",
				"A after 200");
	}

	@Test
	void middlewaresOfOnePhaseRunAtTheSameTime() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		Sinks.Empty<Void> first = Sinks.empty();
		Sinks.Empty<Void> second = Sinks.empty();
		ReachHttpResponse response = client(
				(builder) -> builder.middleware(Middleware.before(500, (exchange) -> meet(first, second)))
					.middleware(Middleware.before(500, (exchange) -> meet(second, first))))
			.http()
			.get("/x");
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	void changesByMiddlewaresOfOnePhaseAreAllSent() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		client((builder) -> builder.middleware(header(500, "X-One", "1"))
			.middleware(header(500, "X-Two", "2"))
			.middleware(header(1000, "X-Three", "3"))).http().get("/x");
		RecordedRequest received = this.server.takeRequest(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		assertThat(received).isNotNull();
		assertThat(received.getHeaders().get("X-One")).isEqualTo("1");
		assertThat(received.getHeaders().get("X-Two")).isEqualTo("2");
		assertThat(received.getHeaders().get("X-Three")).isEqualTo("3");
	}

	@Test
	void stateIsCopiedForEachExchange() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		ReachClient client = client((builder) -> builder.state(Map.of("seen", 0))
			.middleware(Middleware.before(0, (exchange) -> Mono.fromRunnable(
					() -> exchange.state().merge("seen", 1, (before, one) -> (Integer) before + (Integer) one))))
			.middleware(Middleware.after(1000,
					(exchange) -> Mono.fromRunnable(() -> this.events.add("seen " + exchange.state().get("seen"))))));
		client.http().get("/x");
		client.http().get("/x");
		assertThat(this.events).containsExactly("seen 1", "seen 1");
	}

	@Test
	void valuesOfTheStateAreNotSharedIfTheyAreMadeForEachCall() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		ReachClient client = client((builder) -> builder.state(() -> Map.of("seen", new AtomicInteger()))
			.middleware(Middleware.before(0, (exchange) -> Mono.fromRunnable(() -> this.events
				.add("seen " + ((AtomicInteger) exchange.state().getOrDefault("seen", 0)).incrementAndGet())))));
		client.http().get("/x");
		client.http().get("/x");
		assertThat(this.events).containsExactly("seen 1", "seen 1");
	}

	@Test
	void oneMiddlewareActsOnTheWayOutAndOnTheWayBack() {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		client((builder) -> builder
			.middleware(Middleware.around(0, (exchange) -> Mono.fromRunnable(() -> exchange.state().put("started", 42)),
					(exchange) -> Mono.fromRunnable(
							() -> this.events.add(exchange.state().get("started") + " " + exchange.response())))))
			.http()
			.get("/x");
		assertThat(this.events).singleElement().asString().startsWith("42 503 Service Unavailable");
	}

	@Test
	void aFailureStopsTheOthersOfThePhaseAndTheirWayBackIsRun() {
		Sinks.Empty<Void> cancelled = Sinks.empty();
		ReachClient client = client((builder) -> builder
			.middleware(Middleware.around(500, (exchange) -> Mono.<Void>never().doOnCancel(cancelled::tryEmitEmpty),
					(exchange) -> Mono.fromRunnable(() -> this.events.add("after " + exchange.error()))))
			.middleware(Middleware.before(500, (exchange) -> Mono.error(new IllegalStateException("no")))));
		assertThatIllegalStateException().isThrownBy(() -> client.http().get("/x")).withMessage("no");
		cancelled.asMono().block(Duration.ofSeconds(TIMEOUT_SECONDS));
		assertThat(this.events).containsExactly("after java.lang.IllegalStateException: no");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void aResponseSetOnTheWayOutEndsTheCallWithoutARequest() {
		ReachHttpResponse response = client((builder) -> builder.middleware(recorder("A", 0))
			.middleware(Middleware.before(500,
					(exchange) -> Mono.fromRunnable(() -> exchange.respond(ReachHttpResponse.json(203, "{}")))))
			.middleware(recorder("C", 1000))).http().get("/x");
		assertThat(response.status()).isEqualTo(203);
		assertThat(this.events).containsExactly("A before", "A after 203");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void anErrorResponseSetOnTheWayOutBecomesTheExceptionOfTheOperation() {
		ReachClient client = client((builder) -> builder.middleware(Middleware.before(500,
				(exchange) -> Mono.fromRunnable(() -> exchange.respond(ReachHttpResponse.json(503, "{}"))))));
		assertThatExceptionOfType(ReachServerException.class)
			.isThrownBy(() -> client.messaging().messagingItems().fetch("MID1"))
			.withMessageMatching("GET http://\\S+/rest/messaging/v1/fetch answered 503");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void aFailureOnTheWayOutStopsTheCallAndThoseThatHadBegunSeeIt() {
		ReachClient client = client((builder) -> builder.middleware(recorder("A", 0))
			.middleware(Middleware.before(500, (exchange) -> Mono.error(new IllegalStateException("no"))))
			.middleware(recorder("C", 1000)));
		assertThatIllegalStateException().isThrownBy(() -> client.http().get("/x")).withMessage("no");
		assertThat(this.events).containsExactly("A before", "A after IllegalStateException");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void theWayBackSeesAFailureOfTheTransport() {
		this.server.enqueue(new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());
		ReachClient client = client((builder) -> builder.middleware(recorder("A", 0)).middleware(recorder("C", 1000)));
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> client.http().get("/x"));
		assertThat(this.events).containsExactly("A before", "C before", "C after ReachTransportException",
				"A after ReachTransportException");
	}

	@Test
	void theWayBackMayTurnAFailureIntoAResponse() {
		this.server.enqueue(new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());
		ReachHttpResponse response = client((builder) -> builder.middleware(recorder("A", 0))
			.middleware(Middleware.after(1000,
					(exchange) -> Mono.fromRunnable(() -> exchange.respond(ReachHttpResponse.of(299))))))
			.http()
			.get("/x");
		assertThat(response.status()).isEqualTo(299);
		assertThat(this.events).containsExactly("A before", "A after 299");
	}

	@Test
	void aFailureOnTheWayBackReplacesTheResponseAndTheRestGoesOn() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		ReachClient client = client((builder) -> builder.middleware(recorder("A", 0))
			.middleware(Middleware.after(500, (exchange) -> Mono.error(new IllegalStateException("late")))));
		assertThatIllegalStateException().isThrownBy(() -> client.http().get("/x")).withMessage("late");
		assertThat(this.events).containsExactly("A before", "A after IllegalStateException");
	}

	@Test
	void anExceptionThrownOnTheWayOutStopsTheCallAndThoseThatHadBegunSeeIt() {
		ReachClient client = client(
				(builder) -> builder.middleware(recorder("A", 0)).middleware(Middleware.before(500, (exchange) -> {
					throw new IllegalStateException("thrown");
				})));
		assertThatIllegalStateException().isThrownBy(() -> client.http().get("/x")).withMessage("thrown");
		assertThat(this.events).containsExactly("A before", "A after IllegalStateException");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void anExceptionThrownOnTheWayBackReplacesTheResponseAndTheRestGoesOn() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		ReachClient client = client(
				(builder) -> builder.middleware(recorder("A", 0)).middleware(Middleware.after(500, (exchange) -> {
					throw new IllegalStateException("thrown");
				})));
		assertThatIllegalStateException().isThrownBy(() -> client.http().get("/x")).withMessage("thrown");
		assertThat(this.events).containsExactly("A before", "A after IllegalStateException");
	}

	@Test
	void theResponseOfACallCanBeReadByAMiddlewareAndByTheCaller() {
		this.server.enqueue(new MockResponse.Builder().code(200).body("hello").build());
		ReachHttpResponse response = client((builder) -> builder.middleware(Middleware.after(500, (exchange) -> {
			ReachHttpResponse seen = exchange.response();
			return (seen != null) ? seen.text().doOnNext(this.events::add).then() : Mono.empty();
		}))).http().get("/x");
		assertThat(this.events).containsExactly("hello");
		assertThat(response.text().block()).isEqualTo("hello");
	}

	@Test
	void theWayBackSeesThatTheTimeIsOver() {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		ReachClient client = client((builder) -> builder.requestTimeout(Duration.ofSeconds(3))
			.middleware(recorder("A", 0))
			.middleware(recorder("C", 1000)));
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client.http().post("/x", ReachHttpBody.text("x", MediaType.TEXT_PLAIN)))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ReachTimeoutException.Limit.CALL));
		assertThat(this.events).containsExactly("A before", "C before", "C after ReachTimeoutException",
				"A after ReachTimeoutException");
	}

	@Test
	void aSlowMiddlewareIsBoundedByTheTimeOfTheCallAndNothingIsSent() {
		ReachClient client = client((builder) -> builder.requestTimeout(Duration.ofSeconds(1))
			.middleware(recorder("A", 0))
			.middleware(Middleware.before(500, (exchange) -> Mono.never())));
		assertThatExceptionOfType(ReachTimeoutException.class).isThrownBy(() -> client.http().get("/x"))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.events).containsExactly("A before", "A after ReachTimeoutException");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void theWayBackSeesThatTheCallerGaveUp() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch back = new CountDownLatch(1);
		AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
		this.server.setDispatcher(new StallingDispatcher(sent));
		ReachClient client = client((builder) -> builder.middleware(Middleware.after(0, (exchange) -> {
			seen.set(exchange.error());
			back.countDown();
			return Mono.empty();
		})));
		Disposable call = client.reactive().messaging().messagingItems().fetch("MID1").subscribe();
		assertThat(sent.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		call.dispose();
		assertThat(back.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		assertThat(seen.get()).isInstanceOf(CancellationException.class);
	}

	@Test
	void aStreamedResponseIsGivenUpWhenTheWayBackFails() {
		this.server.enqueue(new MockResponse.Builder().code(200)
			.body("x".repeat(100_000))
			.throttleBody(1024, 1, TimeUnit.HOURS)
			.build());
		ReachClient client = client((builder) -> builder
			.middleware(Middleware.after(500, (exchange) -> Mono.error(new IllegalStateException("late")))));
		assertThatIllegalStateException()
			.isThrownBy(() -> client.http().stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build()));
		assertThat(Flux.interval(Duration.ofMillis(20))
			.map((tick) -> client.toString())
			.filter((description) -> description.contains("0 active"))
			.blockFirst(Duration.ofSeconds(TIMEOUT_SECONDS))).isNotNull();
	}

	@Test
	void aPhaseOutOfRangeIsRefused() {
		for (int phase : List.of(-1, 1001)) {
			assertThatExceptionOfType(ReachConfigurationException.class)
				.isThrownBy(() -> client((builder) -> builder.middleware(recorder("A", phase))))
				.withMessageContaining("must be between 0 and 1000");
		}
	}

	@Test
	void waitForAPermitEndsWithTheTimeOfTheCall() {
		Permits never = (request, attempt) -> Mono.<Void>never().then(attempt);
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client((builder) -> builder.resilience(Resilience.none().withPermits(never))
				.requestTimeout(Duration.ofMillis(200))).http().get("/x"))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void attemptThatHasItsPermitHearsOfTheTimeOutItself() {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		Permits waiting = (request, attempt) -> Mono.delay(Duration.ofMillis(1)).then(attempt);
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client((builder) -> builder.resilience(Resilience.none().withPermits(waiting))
				.middleware(recorder("C", 1000))
				.requestTimeout(Duration.ofMillis(300))).http().get("/x"))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN));
		assertThat(this.events).containsExactly("C before", "C after ReachTimeoutException");
	}

	@Test
	void eachAttemptTakesAPermitAndRunsThePhase1000Anew() {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		Permits counting = (request, attempt) -> Mono.fromRunnable(() -> this.events.add("permit")).then(attempt);
		Resilience eager = Resilience.none()
			.withPermits(counting)
			.withRetryPolicy((context) -> RetryDecision.repeat(Duration.ofMillis(1), "test"));
		client((builder) -> builder.resilience(eager).middleware(recorder("A", 0)).middleware(recorder("C", 1000)))
			.http()
			.get("/x");
		assertThat(this.events).containsExactly("A before", "permit", "C before", "C after 503", "permit", "C before",
				"C after 200", "A after 200");
	}

	@Test
	void timeOutOfALaterAttemptKnowsOfTheEarlierOnes() {
		this.server.enqueue(new MockResponse.Builder().code(429).build());
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		Resilience eager = Resilience.none()
			.withRetryPolicy((context) -> RetryDecision.repeat(Duration.ofMillis(1), "test"));
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(
					() -> client((builder) -> builder.resilience(eager).requestTimeout(Duration.ofMillis(400))).http()
						.post("/x", ReachHttpBody.text("x", MediaType.TEXT_PLAIN)))
			.satisfies((ex) -> assertThat(ex.getSuppressed()[0]).isInstanceOf(ReachTooManyRequestsException.class));
	}

	@Test
	void timeOutBeforeALaterAttemptIsSentIsNotTakenForSent() {
		this.server.enqueue(new MockResponse.Builder().code(429).build());
		AtomicInteger attempts = new AtomicInteger();
		Permits once = (request, attempt) -> (attempts.getAndIncrement() == 0) ? attempt
				: Mono.<Void>never().then(attempt);
		Resilience eager = Resilience.none()
			.withPermits(once)
			.withRetryPolicy((context) -> RetryDecision.repeat(Duration.ofMillis(1), "test"));
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(
					() -> client((builder) -> builder.resilience(eager).requestTimeout(Duration.ofMillis(400))).http()
						.post("/x", ReachHttpBody.text("x", MediaType.TEXT_PLAIN)))
			.withMessageEndingWith("it was not sent")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
	}

	@Test
	void streamIsNotHedged() {
		this.server.enqueue(new MockResponse.Builder().headersDelay(300, TimeUnit.MILLISECONDS).body("x").build());
		Resilience hedging = Resilience.none().withHedgeDelay(Duration.ofMillis(1));
		ReachHttpResponse response = client((builder) -> builder.resilience(hedging)).http()
			.stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build());
		assertThat(response.text().block(Duration.ofSeconds(TIMEOUT_SECONDS))).isEqualTo("x");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void timeOutOnTheWayBackOfTheCallKnowsThatTheRequestWasSent() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client((builder) -> builder.requestTimeout(Duration.ofMillis(300))
				.middleware(Middleware.after(500, (exchange) -> Mono.never()))).http().get("/x"))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN));
	}

	@Test
	void timeOutOfAStreamedBodyKnowsThatTheRequestWasSent() {
		this.server
			.enqueue(new MockResponse.Builder().body("x".repeat(100)).throttleBody(1, 1, TimeUnit.SECONDS).build());
		ReachHttpResponse response = client((builder) -> builder.requestTimeout(Duration.ofMillis(500))).http()
			.stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build());
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> response.text().block(Duration.ofSeconds(TIMEOUT_SECONDS)))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN));
	}

	@Test
	void nothingOfAnAttemptBeginsBeforeItHasItsPermit() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		Permits later = (request, attempt) -> Mono.delay(Duration.ofMillis(1))
			.doOnNext((tick) -> this.events.add("permit"))
			.then(attempt);
		ReachClient client = client(
				(builder) -> builder.resilience(Resilience.none().withPermits(later)).credentials(() -> {
					this.events.add("credentials");
					return Mono.just(new ReachCredentials("user", "key"));
				}));
		client.http().get("/x");
		client.http().get(this.server.url("/x").toString());
		assertThat(this.events).containsExactly("permit", "credentials", "permit", "credentials");
	}

	@Test
	void attemptThatFailsBeforeItBeginsIsAnAttemptToo() {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		AtomicInteger attempts = new AtomicInteger();
		Permits failing = (request, attempt) -> {
			if (attempts.incrementAndGet() == 2) {
				throw new IllegalStateException("no permit");
			}
			return attempt;
		};
		Resilience eager = Resilience.none()
			.withPermits(failing)
			.withRetryPolicy((context) -> (context.attempt().error() == null)
					? RetryDecision.repeat(Duration.ofMillis(1), "test") : RetryDecision.giveUp("test"));
		assertThatIllegalStateException()
			.isThrownBy(() -> client((builder) -> builder.resilience(eager)).http().get("/x"))
			.satisfies((ex) -> assertThat(ex.getSuppressed()[0]).isInstanceOf(ReachServerException.class));
	}

	private ReachClient client(UnaryOperator<ReachClient.Builder> customizer) {
		URI baseUrl = this.server.url("/").uri();
		ReachClient client = customizer
			.apply(ReachClient.builder()
				.baseUrl(baseUrl)
				.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
				.resilience(Resilience.none()))
			.build();
		this.clients.add(client);
		return client;
	}

	private Middleware recorder(String name, int phase) {
		return new RecordingMiddleware(name, phase, this.events::add);
	}

	private static Middleware header(int phase, String name, String value) {
		return Middleware.before(phase, (exchange) -> Mono
			.fromRunnable(() -> exchange.updateRequest((request) -> request.mutate().header(name, value).build())));
	}

	private static Mono<Void> meet(Sinks.Empty<Void> arrived, Sinks.Empty<Void> awaited) {
		return Mono.defer(() -> {
			arrived.tryEmitEmpty();
			return awaited.asMono();
		});
	}

}
