package dev.reach;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.resilience.Resilience;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingCalls}.
 */
class BlockingCallsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.client = ReachClient.builder()
			.baseUrl(this.server.url("/").uri())
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.resilience(Resilience.none())
			.build();
		this.server.enqueue(new MockResponse.Builder().code(201)
			.addHeader("Content-Type", "application/json")
			.body("{\"messageId\":\"MID1\"}")
			.build());
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Function<ReachClient, Object>> blockingCalls() {
		return Stream.of((client) -> client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!"),
				(client) -> client.messaging().messagingItems().list().stream().count(),
				(client) -> client.http().get("/x"),
				(client) -> client.http().stream(ReachHttpRequest.builder(HttpMethod.GET, "/x").build()));
	}

	@ParameterizedTest
	@MethodSource("blockingCalls")
	void aBlockingCallOnAThreadThatMustNotBlockSendsNothing(Function<ReachClient, Object> call) {
		StepVerifier.create(Mono.fromCallable(() -> call.apply(this.client)).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ReachConfigurationException.class)
				.hasMessageContaining("on the thread 'parallel-")
				.hasMessageContaining("Use ReactiveReachClient")
				.extracting("delivery")
				.isEqualTo(Delivery.NOT_SENT))
			.verify(TIMEOUT);
		this.client.close();
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void anInterruptedCallIsGivenUpAndSaysThatItMayHaveBeenCarriedOut() throws Exception {
		CountDownLatch received = new CountDownLatch(1);
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				received.countDown();
				return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
			}

		});
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try {
				this.client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
			}
			catch (RuntimeException ex) {
				interrupted.complete(Thread.currentThread().isInterrupted());
				failure.complete(ex);
			}
		});
		caller.start();
		assertThat(received.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		caller.interrupt();
		assertThat(failure.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(ReachTransportException.class)
			.hasMessageContaining("interrupted")
			.extracting("delivery")
			.isEqualTo(Delivery.UNKNOWN);
		assertThat(interrupted.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(Flux.interval(Duration.ofMillis(20))
			.filter((tick) -> this.client.toString().contains("0 active"))
			.blockFirst(TIMEOUT)).isNotNull();
	}

	@Test
	void aReactiveCallOnSuchAThreadIsSent() {
		StepVerifier
			.create(Mono.defer(() -> this.client.reactive().messaging().messagingItems().send("+15558675310", "A", "x"))
				.subscribeOn(Schedulers.parallel()))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.server.getRequestCount()).isOne();
	}

	@Test
	void aBlockingCallOnAThreadThatMayBlockIsSent() {
		StepVerifier
			.create(Mono.fromCallable(() -> this.client.messaging().messagingItems().send("+15558675310", "A", "x"))
				.subscribeOn(Schedulers.boundedElastic()))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.server.getRequestCount()).isOne();
	}

}
