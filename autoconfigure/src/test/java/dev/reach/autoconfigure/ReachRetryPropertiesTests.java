package dev.reach.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.reach.ReachClient;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the effect of {@code reach.retry.*} and {@code reach.hedge.*} on the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReachRetryPropertiesTests {

	private static final String QUICK = "reach.retry.backoff.initial=1ms";

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void byDefaultAReadIsMadeThreeTimesAndASendOnce() {
		answer(503);
		run((context) -> {
			assertThat(get(context).earlierFailures()).hasSize(2);
			assertThat(this.server.getRequestCount()).isEqualTo(3);
			post(context);
			assertThat(this.server.getRequestCount()).isEqualTo(4);
		}, QUICK);
	}

	@Test
	void enabled() {
		answer(503);
		run((context) -> get(context), QUICK, "reach.retry.enabled=false");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "0,1", "1,2", "4,5" })
	void maxRetries(int maxRetries, int requests) {
		answer(503);
		run((context) -> get(context), QUICK, "reach.retry.max-retries=" + maxRetries);
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@ParameterizedTest
	@CsvSource({ "503,1", "418,3" })
	void statuses(int status, int requests) {
		answer(status);
		run((context) -> get(context), QUICK, "reach.retry.statuses=418");
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@Test
	void methodsWithAWarningIfSendsAreAmongThem(CapturedOutput output) {
		answer(503);
		run((context) -> {
			get(context);
			assertThat(this.server.getRequestCount()).isEqualTo(1);
			post(context);
			assertThat(this.server.getRequestCount()).isEqualTo(4);
		}, QUICK, "reach.retry.methods=post");
		assertThat(output).containsOnlyOnce("reach.retry.methods holds POST")
			.contains("a message may be sent more than once");
	}

	@Test
	void retryNonIdempotentWithAWarning(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
		this.server.enqueue(new MockResponse.Builder().build());
		run((context) -> post(context), QUICK, "reach.retry.retry-non-idempotent=true");
		assertThat(this.server.getRequestCount()).isEqualTo(2);
		assertThat(output).contains("WARN")
			.containsOnlyOnce("reach.retry.retry-non-idempotent is set")
			.contains("a message may be sent more than once");
	}

	@Test
	void withoutItASendThatWasLostIsNotRepeated(CapturedOutput output) {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
		run((context) -> assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> post(context)),
				QUICK);
		assertThat(this.server.getRequestCount()).isEqualTo(1);
		assertThat(output).doesNotContain("retry-non-idempotent");
	}

	@Test
	void backoffInitialAndMax() {
		answer(503);
		run((context) -> get(context), "reach.retry.backoff.initial=61s", "reach.retry.backoff.max=61s",
				"reach.retry.backoff.jitter=0");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "100000,100s,2", "1,100s,3", "100000,2ms,3" })
	void backoffMultiplierAndMax(String multiplier, String max, int requests) {
		answer(503);
		run((context) -> get(context), QUICK, "reach.retry.backoff.multiplier=" + multiplier,
				"reach.retry.backoff.max=" + max, "reach.retry.backoff.jitter=0");
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@Test
	void backoffWithoutJitter() {
		answer(503);
		long start = System.nanoTime();
		run((context) -> get(context), "reach.retry.backoff.initial=100ms", "reach.retry.backoff.multiplier=1",
				"reach.retry.backoff.jitter=0", "reach.retry.max-retries=4");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
	}

	@ParameterizedTest
	@CsvSource({ "true,1", "false,3" })
	void respectRetryAfter(boolean respect, int requests) {
		answer(new MockResponse.Builder().code(429).addHeader("Retry-After", "25").build());
		run((context) -> post(context), QUICK, "reach.request-timeout=20s",
				"reach.retry.respect-retry-after=" + respect);
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@ParameterizedTest
	@CsvSource({ "0,3", "2,1" })
	void maxRetryAfter(int retryAfter, int requests) {
		answer(new MockResponse.Builder().code(429).addHeader("Retry-After", String.valueOf(retryAfter)).build());
		run((context) -> post(context), QUICK, "reach.retry.max-retry-after=1s");
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@ParameterizedTest
	@CsvSource({ "14,5,4", "15,5,5", "15,8,3", "15,0,6" })
	void budgetCapacityAndCost(int capacity, int cost, int requests) {
		answer(503);
		run((context) -> {
			get(context);
			get(context);
		}, QUICK, "reach.retry.budget.capacity=" + capacity, "reach.retry.budget.cost-per-retry=" + cost);
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@ParameterizedTest
	@CsvSource({ "5,6", "4,4" })
	void budgetRefund(int refund, int requests) {
		AtomicInteger count = new AtomicInteger();
		answer(() -> new MockResponse.Builder().code((count.getAndIncrement() % 2 == 0) ? 503 : 200).build());
		run((context) -> {
			get(context);
			get(context);
			get(context);
		}, QUICK, "reach.retry.budget.capacity=5", "reach.retry.budget.refund-per-success=" + refund);
		assertThat(this.server.getRequestCount()).isEqualTo(requests);
	}

	@Test
	void hedgeDelay() {
		AtomicInteger count = new AtomicInteger();
		answer(() -> {
			MockResponse.Builder response = new MockResponse.Builder();
			return (count.getAndIncrement() == 0) ? response.onResponseStart(SocketEffect.Stall.INSTANCE).build()
					: response.build();
		});
		run((context) -> {
			ReachHttpResponse response = get(context);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.earlierFailures()).isEmpty();
		}, "reach.hedge.delay=50ms", "reach.retry.enabled=false");
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@Test
	void logSaysWhatCameOfEachAttemptButNotTheQuery(CapturedOutput output) {
		answer(503);
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("dev.reach.retry", LogLevel.DEBUG);
		try {
			run((context) -> client(context).http().get("/any?dest=canary"), QUICK, "reach.retry.max-retries=1");
		}
		finally {
			logging.setLogLevel("dev.reach.retry", null);
		}
		String attempt = "attempt %d: GET " + this.server.url("/any") + " answered 503; ";
		assertThat(output).contains(attempt.formatted(1) + "repeated in ")
			.contains(attempt.formatted(2) + "not repeated: reach.retry.max-retries is reached")
			.doesNotContain("canary");
	}

	@Test
	void accountHasSettingsOfItsOwn() {
		answer(503);
		runner(QUICK, "reach.clients.patient.retry.max-retries=4", "reach.clients.plain.request-timeout=30s")
			.run((context) -> {
				context.getBean("patientReachClient", ReachClient.class).http().get("/any");
				assertThat(this.server.getRequestCount()).isEqualTo(5);
				context.getBean("plainReachClient", ReachClient.class).http().get("/any");
				assertThat(this.server.getRequestCount()).isEqualTo(8);
			});
	}

	@Test
	void accountsHaveABudgetEach() {
		answer(503);
		runner(QUICK, "reach.retry.budget.capacity=5", "reach.clients.other.request-timeout=30s").run((context) -> {
			get(context);
			assertThat(this.server.getRequestCount()).isEqualTo(2);
			context.getBean("otherReachClient", ReachClient.class).http().get("/any");
			assertThat(this.server.getRequestCount()).isEqualTo(4);
		});
	}

	private void run(ContextConsumer<ApplicationContext> consumer, String... properties) {
		runner(properties).run(consumer::accept);
	}

	private ApplicationContextRunner runner(String... properties) {
		return TestContexts.runner()
			.withPropertyValues(TestContexts.client(this.server))
			.withPropertyValues(properties);
	}

	private void answer(int status) {
		answer(new MockResponse.Builder().code(status).build());
	}

	private void answer(MockResponse response) {
		answer(() -> response);
	}

	private void answer(Supplier<MockResponse> responses) {
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				return responses.get();
			}

		});
	}

	private static ReachHttpResponse get(ApplicationContext context) {
		return client(context).http().get("/any");
	}

	private static ReachHttpResponse post(ApplicationContext context) {
		return client(context).http()
			.request(ReachHttpRequest.builder(HttpMethod.POST, URI.create("/any"))
				.body(ReachHttpBody.text("x", MediaType.TEXT_PLAIN))
				.build());
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean(ReachClient.class);
	}

}
