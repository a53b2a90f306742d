package dev.reach.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.error.ReachException;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.error.ReachTransportException;
import dev.reach.messaging.MessagingItem;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what ends a call that is being repeated: its caller or its time.
 */
class RetryEndTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final Duration PAUSE = Duration.ofMinutes(10);

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final CountDownLatch decided = new CountDownLatch(1);

	@Test
	void callThatIsCancelledWhileItWaitsIsNotRepeated() throws InterruptedException {
		this.server.onConnection(RetryEndTests::refuseTheFirst);
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			ReachClient client = waiting();
			Disposable call = client.reactive().messaging().messagingItems().fetch("one").subscribe();
			awaitDecision();
			call.dispose();
			time.advanceTimeBy(PAUSE.multipliedBy(2));
			assertThatOnlyTheFirstWasSent(client);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void callOfAThreadThatIsInterruptedWhileItWaitsIsNotRepeated() throws Exception {
		this.server.onConnection(RetryEndTests::refuseTheFirst);
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			ReachClient client = waiting();
			Caller caller = Caller.start(client);
			awaitDecision();
			caller.interrupt();
			time.advanceTimeBy(PAUSE.multipliedBy(2));
			assertThatOnlyTheFirstWasSent(client);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void callThatIsCancelledWithinAnAttemptClosesItsConnectionAndIsNotRepeated() throws InterruptedException {
		beSilentOnce();
		ReachClient client = quick(LIMIT);
		Disposable call = client.reactive().messaging().messagingItems().fetch("one").subscribe();
		this.server.awaitRequest();
		call.dispose();
		this.server.awaitDeparture();
		assertThatOnlyTheFirstWasSent(client);
	}

	@Test
	void callOfAThreadThatIsInterruptedWithinAnAttemptClosesItsConnectionAndIsNotRepeated() throws Exception {
		beSilentOnce();
		ReachClient client = quick(LIMIT);
		Caller caller = Caller.start(client);
		this.server.awaitRequest();
		caller.interrupt();
		this.server.awaitDeparture();
		assertThatOnlyTheFirstWasSent(client);
	}

	@Test
	void timeOfTheCallIsNotThatOfAnAttempt() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		ReachException failure = failureOf(fetch(quick(Duration.ofSeconds(1))));
		assertThat(failure).isInstanceOfSatisfying(ReachTimeoutException.class,
				(ex) -> assertThat(ex.limit()).isEqualTo(Limit.CALL));
		assertThat(failure.getSuppressed()).isEmpty();
		assertThat(this.server.requests()).hasSize(1);
		this.server.awaitDeparture();
	}

	@Test
	void timeOfTheCallCoversTheAttemptsAndWaits() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
			peer.readRequest();
			peer.awaitEnd();
		});
		ReachException failure = failureOf(fetch(client(Duration.ofSeconds(3), Duration.ofSeconds(1))));
		assertThat(failure).hasMessageContaining("No answer within the request timeout of 3000 ms");
		assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(ReachServerException.class);
		assertThat(this.server.requests()).hasSize(2);
		this.server.awaitDeparture();
	}

	@Test
	void waitThatWouldOutliveTheCallIsNotBegun() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
			}
		});
		ReachException failure = failureOf(fetch(client(Duration.ofMinutes(1), Duration.ofMinutes(2))));
		assertThat(failure).isInstanceOf(ReachServerException.class);
		assertThat(failure.getSuppressed()).isEmpty();
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "25, 15", "31, 600" })
	void askingToWaitLongerThanTheCallOrTheLimitAllowsEndsItAtOnce(int retryAfter, int requestTimeout) {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 429 Too Many Requests\r\nRetry-After: %d\r\nContent-Length: 0\r\n\r\n"
					.formatted(retryAfter));
			}
		});
		ReachClient client = quick(Duration.ofSeconds(requestTimeout));
		ReachException failure = failureOf(fetch(client));
		assertThat(failure).isInstanceOfSatisfying(ReachTooManyRequestsException.class,
				(ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(retryAfter)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void asMuchTimePassesAsTheServiceAsksFor() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
			beHealthy(peer);
		});
		long start = System.nanoTime();
		fetch(quick(LIMIT)).block(LIMIT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(this.server.requests()).hasSize(2);
	}

	private static void refuseTheFirst(FaultServer.Peer peer) throws IOException {
		peer.readRequest();
		peer.write("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
		beHealthy(peer);
	}

	private static void beHealthy(FaultServer.Peer peer) throws IOException {
		while (!peer.readRequest().isEmpty()) {
			peer.answer("{\"messageId\":\"one\"}");
		}
	}

	private void beSilentOnce() {
		this.server.onConnection((peer) -> {
			if (this.server.connections() == 1) {
				peer.readRequest();
				peer.awaitEnd();
			}
			else {
				beHealthy(peer);
			}
		});
	}

	private ReachClient waiting() {
		Resilience resilience = Resilience.standard().withRetryPolicy((context) -> {
			this.decided.countDown();
			return RetryDecision.repeat(PAUSE, "the test wants it");
		});
		return this.clients.to(this.server.url())
			.connections(1)
			.requestTimeout(PAUSE.multipliedBy(3))
			.resilience(resilience)
			.build();
	}

	private ReachClient quick(Duration requestTimeout) {
		return client(requestTimeout, Duration.ofMillis(1));
	}

	private ReachClient client(Duration requestTimeout, Duration pause) {
		return this.clients.to(this.server.url())
			.connections(1)
			.requestTimeout(requestTimeout)
			.resilience(TestResilience.retrying(5, pause))
			.build();
	}

	private void awaitDecision() throws InterruptedException {
		assertThat(this.decided.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	// There is one connection, so what was sent before this is seen before this.
	private void assertThatOnlyTheFirstWasSent(ReachClient client) {
		client.reactive().http().get("/marker").block(LIMIT);
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.requests().get(1)).startsWith("GET /marker ");
	}

	private static Mono<MessagingItem> fetch(ReachClient client) {
		return client.reactive().messaging().messagingItems().fetch("one");
	}

	private static ReachException failureOf(Mono<?> call) {
		Throwable failure = call.then(Mono.<Throwable>empty()).onErrorResume(Mono::just).block(LIMIT);
		return assertThat(failure).asInstanceOf(InstanceOfAssertFactories.type(ReachException.class)).actual();
	}

	/**
	 * A thread that makes a blocking call and is interrupted.
	 *
	 * @param thread the thread
	 * @param outcome what the call ends with
	 */
	private record Caller(Thread thread, CompletableFuture<Throwable> outcome) {

		static Caller start(ReachClient client) {
			CompletableFuture<Throwable> outcome = new CompletableFuture<>();
			Thread thread = new Thread(() -> outcome
				.complete(Assertions.catchThrowable(() -> client.messaging().messagingItems().fetch("one"))));
			thread.start();
			return new Caller(thread, outcome);
		}

		void interrupt() throws Exception {
			this.thread.interrupt();
			assertThat(this.outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
				.isInstanceOf(ReachTransportException.class)
				.hasMessageContaining("interrupted");
		}

	}

}
