package dev.reach.observation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachServerException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessageQuery;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryDecision;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.transport.SenderContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ObservationExchangeObserver}.
 */
class ObservationExchangeObserverTests {

	private static final String NAME = "http.client.requests";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@Test
	void callIsObservedOnceWithTheDocumentedKeys() {
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			client.authentix().configurationItems().fetch("secret-id");
		}
		observed().hasBeenStopped()
			.doesNotHaveError()
			.hasContextualNameEqualTo("http get")
			.hasOnlyKeys("client.name", "method", "uri", "status", "outcome", "exception")
			.hasLowCardinalityKeyValue("client.name", "reach")
			.hasLowCardinalityKeyValue("method", "GET")
			.hasLowCardinalityKeyValue("uri", "/rest/authentix/v1/configurations/{configurationId}")
			.hasLowCardinalityKeyValue("status", "200")
			.hasLowCardinalityKeyValue("outcome", "SUCCESS")
			.hasLowCardinalityKeyValue("exception", "none");
	}

	@Test
	void uriOfAListHasNoQuery() {
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			client.messaging().messagingItems().page(MessageQuery.builder().dest("+22800000001").build());
		}
		observed().hasLowCardinalityKeyValue("uri", "/rest/messaging/v1/list");
	}

	@Test
	void uriOfPlainHttpIsNone() {
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			client.http().get("/any/secret-id?dest=1");
		}
		observed().hasLowCardinalityKeyValue("uri", "none");
	}

	@Test
	void nothingOfARequestOrResponseIsInTheKeys() {
		this.server.enqueue(json("{\"messageId\":\"canary\",\"status\":\"canary\"}"));
		try (ReachClient client = client()) {
			client.messaging().messagingItems().send("+22800000001", "Acme", "canary");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasHandledContextsThatSatisfy((contexts) -> assertThat(contexts).singleElement()
				.satisfies((context) -> assertThat(context.getAllKeyValues()).extracting(KeyValue::getValue)
					.noneMatch((value) -> value.contains("canary") || value.contains("228"))));
	}

	@Test
	void statusThatIsNoSuccessIsNamed() {
		this.server.enqueue(new MockResponse.Builder().code(500).build());
		try (ReachClient client = client()) {
			assertThatExceptionOfType(ReachServerException.class)
				.isThrownBy(() -> client.messaging().messagingItems().fetch("m-1"));
		}
		observed().hasBeenStopped()
			.hasLowCardinalityKeyValue("status", "500")
			.hasLowCardinalityKeyValue("outcome", "SERVER_ERROR")
			.hasLowCardinalityKeyValue("exception", "none");
	}

	@Test
	void eachAttemptIsAnEventOfTheOneObservation() {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
		this.server.enqueue(json("{}"));
		Resilience eager = Resilience.standard()
			.withRetryPolicy((context) -> RetryDecision.repeat(Duration.ofMillis(1), "test"));
		try (ReachClient client = builder().resilience(eager).build()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("status", "200")
			.hasEvent("attempt", "attempt 1: 503")
			.hasEvent("attempt", "attempt 2: ReachTransportException")
			.hasEvent("attempt", "attempt 3: 200");
	}

	@Test
	void eachPhaseIsAnEventOfTheOneObservation() {
		this.server.enqueue(json("{}"));
		List<String> events = new ArrayList<>();
		this.registry.observationConfig().observationHandler(new EventRecorder(events));
		try (ReachClient client = builder().middleware(Middleware.before(7, (exchange) -> Mono.empty())).build()) {
			client.http().get("/x");
		}
		assertThat(events).hasSize(4);
		assertThat(events.get(0)).matches("phase=phase 7 before: \\d+ us");
		assertThat(events.get(1)).isEqualTo("attempt=attempt 1: 200");
		assertThat(events.get(2)).matches("phase=phase 7 after: \\d+ us");
		assertThat(events.get(3)).isEqualTo("stopped");
	}

	@Test
	void wayBackOfACancelledCallIsPartOfItsObservation() throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		List<String> events = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch stopped = new CountDownLatch(1);
		this.registry.observationConfig()
			.observationHandler(new EventRecorder(events))
			.observationHandler(new StopHandler(stopped));
		try (ReachClient client = builder().middleware(Middleware.before(7, (exchange) -> Mono.empty())).build()) {
			Disposable call = client.reactive().http().get("/x").subscribe();
			takeRequest();
			call.dispose();
			assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(events).hasSize(3);
		assertThat(events.get(1)).matches("phase=phase 7 after: \\d+ us");
		assertThat(events.get(2)).isEqualTo("stopped");
	}

	@Test
	void streamedResponseIsObservedUntilItsEnd() {
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			ReachHttpResponse response = Objects.requireNonNull(client.reactive()
				.http()
				.stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build())
				.block(TIMEOUT));
			observed().isNotStopped();
			response.bytes().block(TIMEOUT);
		}
		observed().hasBeenStopped().hasLowCardinalityKeyValue("status", "200");
	}

	@Test
	void streamedResponseThatIsGivenUpIsStoppedAndKnownAsCancelled() {
		this.server.enqueue(json("0".repeat(16 << 20)));
		try (ReachClient client = client()) {
			ReachHttpResponse response = Objects.requireNonNull(client.reactive()
				.http()
				.stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build())
				.block(TIMEOUT));
			response.cancel();
		}
		observed().hasBeenStopped()
			.satisfies((observation) -> assertThat(((ReachObservationContext) observation).isCancelled()).isTrue());
	}

	@Test
	void followedRedirectIsPartOfTheOneObservation() {
		this.server.enqueue(new MockResponse.Builder().code(302).setHeader("Location", "/elsewhere").build());
		this.server.enqueue(json("{}"));
		try (ReachClient client = builder().redirectPolicy(RedirectPolicy.standard()).build()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("status", "200")
			.hasLowCardinalityKeyValue("uri", "/rest/messaging/v1/fetch")
			.hasEvent("attempt", "attempt 1: 302")
			.hasEvent("attempt", "attempt 1: 200");
	}

	@Test
	void refusedConnectionIsNamed() throws IOException {
		URI nobody = closedPort();
		try (ReachClient client = builder().baseUrl(nobody).build()) {
			assertThatExceptionOfType(ReachConnectException.class)
				.isThrownBy(() -> client.messaging().messagingItems().fetch("m-1"));
		}
		observed().hasBeenStopped()
			.hasError()
			.hasLowCardinalityKeyValue("status", "IO_ERROR")
			.hasLowCardinalityKeyValue("outcome", "UNKNOWN")
			.hasLowCardinalityKeyValue("exception", "ReachConnectException");
	}

	@Test
	void failureBeforeTheRequestIsNamed() {
		Middleware failing = Middleware.before(Phase.PROXY, (exchange) -> Mono.error(new IllegalStateException("any")));
		try (ReachClient client = builder().middleware(failing).build()) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> client.messaging().messagingItems().fetch("m-1"));
		}
		observed().hasError()
			.hasLowCardinalityKeyValue("status", "CLIENT_ERROR")
			.hasLowCardinalityKeyValue("outcome", "UNKNOWN")
			.hasLowCardinalityKeyValue("exception", "IllegalStateException");
	}

	@Test
	void cancelledCallIsStoppedOnceAndKnownAsCancelled() throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		CountDownLatch stopped = new CountDownLatch(1);
		this.registry.observationConfig().observationHandler(new StopHandler(stopped));
		try (ReachClient client = client()) {
			Disposable call = client.reactive().messaging().messagingItems().fetch("m-1").subscribe();
			takeRequest();
			call.dispose();
			assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
		}
		observed().hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "UNKNOWN")
			.hasLowCardinalityKeyValue("exception", "none")
			.satisfies((context) -> assertThat(((ReachObservationContext) context).isCancelled()).isTrue());
	}

	@Test
	void nothingIsObservedBeforeTheCallIsSubscribedTo() {
		try (ReachClient client = client()) {
			client.reactive().messaging().messagingItems().fetch("m-1");
		}
		TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void eachSubscriptionIsObserved() {
		this.server.enqueue(json("{}"));
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			Mono<?> call = client.reactive().messaging().messagingItems().fetch("m-1");
			call.then(call).block(Duration.ofSeconds(5));
		}
		TestObservationRegistryAssert.assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo(NAME, 2);
	}

	@Test
	void conventionNamesTheObservation() {
		ReachObservationConvention convention = new DefaultReachObservationConvention() {

			@Override
			public String getName() {
				return "own.name";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(ReachObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and("own.key", context.clientName());
			}

		};
		this.server.enqueue(json("{}"));
		try (ReachClient client = builder().name("second")
			.observer(new ObservationExchangeObserver(this.registry, convention))
			.build()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("own.name")
			.hasLowCardinalityKeyValue("own.key", "second")
			.hasLowCardinalityKeyValue("client.name", "second");
	}

	@Test
	void parentComesFromTheReactorContext() {
		this.server.enqueue(json("{}"));
		Observation parent = Observation.start("parent", this.registry);
		try (ReachClient client = client()) {
			client.reactive()
				.messaging()
				.messagingItems()
				.fetch("m-1")
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.block(Duration.ofSeconds(5));
		}
		parent.stop();
		observedAsChildOf(parent);
	}

	@Test
	void parentComesFromTheCurrentThread() {
		this.server.enqueue(json("{}"));
		Observation parent = Observation.start("parent", this.registry);
		try (ReachClient client = client()) {
			parent.scoped(() -> client.messaging().messagingItems().fetch("m-1"));
		}
		parent.stop();
		observedAsChildOf(parent);
	}

	@Test
	void observationIsTheParentOfWhatAMiddlewareDoes() {
		this.server.enqueue(json("{}"));
		Middleware observing = Middleware.before(Phase.PROXY, (exchange) -> Mono.deferContextual((context) -> {
			Observation call = context.get(ObservationThreadLocalAccessor.KEY);
			Observation.createNotStarted("inner", this.registry).parentObservation(call).start().stop();
			return Mono.empty();
		}));
		try (ReachClient client = builder().middleware(observing).build()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("inner")
			.that()
			.hasParentObservationContextSatisfying(
					(context) -> assertThat(context).isInstanceOf(ReachObservationContext.class));
	}

	@Test
	void propagatedHeadersAreSent() throws InterruptedException {
		this.registry.observationConfig().observationHandler(new PropagatingHandler());
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		RecordedRequest request = takeRequest();
		assertThat(request.getHeaders().values("traceparent")).containsExactly("00-1-2-01");
		assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
	}

	@Test
	void handlersSeeTheResponse() {
		this.server.enqueue(json("{}"));
		try (ReachClient client = client()) {
			client.messaging().messagingItems().fetch("m-1");
		}
		observed().satisfies((context) -> assertThat(
				Objects.requireNonNull(((ReachObservationContext) context).getResponse()).status())
			.isEqualTo(200));
	}

	private TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert observed() {
		return TestObservationRegistryAssert.assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo(NAME);
	}

	private void observedAsChildOf(Observation parent) {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo(NAME, 1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasParentObservationEqualTo(parent);
	}

	private ReachClient client() {
		return builder().build();
	}

	private ReachClient.Builder builder() {
		return ReachClient.builder()
			.baseUrl(this.server.url("/").uri())
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.resilience(Resilience.none())
			.observer(new ObservationExchangeObserver(this.registry, new DefaultReachObservationConvention()));
	}

	private RecordedRequest takeRequest() throws InterruptedException {
		return Objects.requireNonNull(this.server.takeRequest(5, TimeUnit.SECONDS), "No request came");
	}

	private static MockResponse json(String body) {
		return new MockResponse.Builder().addHeader("Content-Type", "application/json").body(body).build();
	}

	private static URI closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

	private record StopHandler(CountDownLatch stopped) implements ObservationHandler<ReachObservationContext> {

		@Override
		public void onStop(ReachObservationContext context) {
			this.stopped.countDown();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ReachObservationContext;
		}

	}

	private static final class PropagatingHandler implements ObservationHandler<SenderContext<Object>> {

		@Override
		public void onStart(SenderContext<Object> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "00-1-2-01");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext;
		}

	}

	private record EventRecorder(List<String> events) implements ObservationHandler<ReachObservationContext> {

		@Override
		public void onEvent(Observation.Event event, ReachObservationContext context) {
			this.events.add(event.getName() + "=" + event.getContextualName());
		}

		@Override
		public void onStop(ReachObservationContext context) {
			this.events.add("stopped");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ReachObservationContext;
		}

	}

}
