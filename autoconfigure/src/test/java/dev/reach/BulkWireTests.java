package dev.reach;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTooManyRequestsException;
import dev.reach.error.ReachTransportException;
import dev.reach.error.ReachValidationException;
import dev.reach.messaging.BulkOptions;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.SendMessage;
import dev.reach.messaging.SendOutcome;
import dev.reach.netty.Latches;
import dev.reach.resilience.Resilience;
import dev.reach.retry.Backoff;
import dev.reach.retry.RetryBudget;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of bulks through both faces of a {@link ReachClient}, over real sockets.
 */
class BulkWireTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final BulkOptions OPTIONS = BulkOptions.standard();

	private final Set<String> accepted = Collections.synchronizedSet(new HashSet<>());

	private final AtomicInteger acceptedRequests = new AtomicInteger();

	private final AtomicInteger underWay = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger lateMost = new AtomicInteger();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger refusals = new AtomicInteger();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.client = client(0);
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Face> faces() {
		return Stream.of(Face.values());
	}

	@ParameterizedTest
	@MethodSource("faces")
	void eachMessageHasAnOutcomeThatKnowsIt(Face face) {
		this.server.setDispatcher(new Answers((text) -> (Integer.parseInt(text) % 3 == 0) ? 400 : 201));
		List<SendOutcome> outcomes = face.sendAll(this.client, withOneThatIsInvalid(messages(60)), OPTIONS);
		assertThat(outcomes).extracting(SendOutcome::index)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 61).mapToObj(Long::valueOf).toList());
		assertThat(outcomes).allSatisfy((outcome) -> {
			String text = outcome.message().body();
			boolean invalid = outcome.index() == 60;
			assertThat(text).isEqualTo(String.valueOf(invalid ? 0 : outcome.index()));
			assertThat(outcome.isSent()).isEqualTo(Integer.parseInt(text) % 3 != 0);
			assertThat(outcome.delivery()).isEqualTo(outcome.isSent() ? null : Delivery.NOT_SENT);
			assertThat(outcome.error() instanceof ReachValidationException).isEqualTo(invalid);
			if (outcome.item() != null) {
				assertThat(outcome.item().messageId()).isEqualTo("MID" + text);
			}
		});
		assertThat(this.server.getRequestCount()).isEqualTo(60);
	}

	@ParameterizedTest
	@MethodSource("faces")
	void refusalsAreOutcomesWhereTheClientDoesNotRepeat(Face face) {
		this.server.setDispatcher(new Answers((text) -> (Integer.parseInt(text) % 2 == 0) ? 429 : 201));
		List<SendOutcome> outcomes = face.sendAll(this.client, messages(40), OPTIONS);
		assertThat(outcomes).hasSize(40)
			.filteredOn((outcome) -> !outcome.isSent())
			.hasSize(20)
			.extracting(SendOutcome::error)
			.hasOnlyElementsOfType(ReachTooManyRequestsException.class);
		assertThat(this.server.getRequestCount()).isEqualTo(40);
	}

	@ParameterizedTest
	@MethodSource("faces")
	void refusalsAreRepeatedWhereTheClientDoes(Face face) {
		Set<String> refused = Collections.synchronizedSet(new HashSet<>());
		this.server.setDispatcher(new Answers((text) -> refused.add(text) ? 429 : 201));
		repeat(3);
		assertThat(face.sendAll(this.client, messages(40), OPTIONS)).hasSize(40).allMatch(SendOutcome::isSent);
		assertThat(this.server.getRequestCount()).isEqualTo(80);
		assertThat(this.accepted).hasSize(40);
		assertThat(this.acceptedRequests).hasValue(40);
	}

	@ParameterizedTest
	@MethodSource("faces")
	void theNumberOfSendsComesDownToWhatTheServiceTakes(Face face) {
		this.server.setDispatcher(new Limited(8));
		repeat(50);
		List<SendOutcome> outcomes = face.sendAll(this.client, messages(600), new BulkOptions(64, 64, 1));
		assertThat(outcomes).hasSize(600).allMatch(SendOutcome::isSent);
		assertThat(this.accepted).hasSize(600);
		assertThat(this.acceptedRequests).hasValue(600);
		assertThat(this.lateMost.get()).isBetween(4, 12);
		assertThat(this.refusals.get()).isPositive();
	}

	@Test
	void theNumberOfSendsGrowsAgainWhenTheServiceTakesMore() {
		AtomicInteger left = new AtomicInteger(1);
		CyclicBarrier four = new CyclicBarrier(4);
		this.server.setDispatcher(new Answers((text) -> {
			if (left.getAndDecrement() > 0) {
				return 429;
			}
			if (Integer.parseInt(text) >= 100) {
				awaitOthers(four);
			}
			return 201;
		}));
		repeat(5);
		List<SendOutcome> outcomes = Face.REACTIVE.sendAll(this.client, messages(140), new BulkOptions(64, 2, 1));
		assertThat(outcomes).hasSize(140).allMatch(SendOutcome::isSent);
	}

	@Test
	void anErrorOfTheInputComesAfterAllOutcomes() {
		this.server.setDispatcher(new Answers((text) -> 201));
		Flux<SendMessage> input = Flux.fromIterable(messages(5))
			.concatWith(Mono.error(new IllegalStateException("the file is gone")));
		StepVerifier.create(this.client.reactive().messaging().messagingItems().sendAll(input))
			.expectNextCount(5)
			.expectErrorMessage("the file is gone")
			.verify(TIMEOUT);
		AtomicInteger outcomes = new AtomicInteger();
		try (Stream<SendOutcome> sent = this.client.messaging().messagingItems().sendAll(failingAfter(5))) {
			assertThatIllegalStateException().isThrownBy(() -> sent.forEach((outcome) -> outcomes.incrementAndGet()))
				.withMessage("the file is gone");
		}
		assertThat(outcomes).hasValue(5);
	}

	@Test
	void cancellingEndsTheSendsUnderWay() throws InterruptedException {
		CountDownLatch received = new CountDownLatch(4);
		this.server.setDispatcher(new Stalling(received));
		CountDownLatch cancelled = new CountDownLatch(1);
		StepVerifier
			.create(this.client.reactive()
				.messaging()
				.messagingItems()
				.sendAll(Flux.<SendMessage>never().startWith(messages(4)).doOnCancel(cancelled::countDown)))
			.then(() -> Latches.await(received))
			.thenCancel()
			.verify(TIMEOUT);
		assertThat(cancelled.getCount()).isZero();
		assertThatNothingIsUnderWay();
	}

	@Test
	void closingTheStreamEndsTheSendsUnderWayAndTheWalk() throws Exception {
		CountDownLatch received = new CountDownLatch(4);
		this.server.setDispatcher(new Stalling(received));
		Stream<SendOutcome> outcomes = this.client.messaging().messagingItems().sendAll(messages(100));
		CompletableFuture<Long> walk = CompletableFuture.supplyAsync(outcomes::count);
		Latches.await(received);
		outcomes.close();
		assertThat(walk.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isZero();
		assertThatNothingIsUnderWay();
	}

	@Test
	void interruptingTheWalkEndsTheSendsUnderWay() throws Exception {
		CountDownLatch received = new CountDownLatch(4);
		this.server.setDispatcher(new Stalling(received));
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try (Stream<SendOutcome> outcomes = this.client.messaging().messagingItems().sendAll(messages(100))) {
				outcomes.forEach((outcome) -> {
				});
			}
			catch (RuntimeException ex) {
				failure.complete(Thread.currentThread().isInterrupted() ? ex : new IllegalStateException(ex));
			}
		});
		caller.start();
		Latches.await(received);
		caller.interrupt();
		assertThat(failure.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(ReachTransportException.class)
			.hasMessageContaining("interrupted")
			.extracting("delivery")
			.isEqualTo(Delivery.UNKNOWN);
		assertThatNothingIsUnderWay();
	}

	@Test
	void nothingIsSentBeforeTheStreamIsWalkedNorOnAThreadThatMustNotBlock() {
		this.server.setDispatcher(new Answers((text) -> 201));
		AtomicInteger iterated = new AtomicInteger();
		Iterable<SendMessage> input = () -> {
			iterated.incrementAndGet();
			return messages(3).iterator();
		};
		Stream<SendOutcome> outcomes = this.client.messaging().messagingItems().sendAll(input);
		StepVerifier.create(Mono.fromCallable(outcomes::count).subscribeOn(Schedulers.parallel()))
			.expectError(ReachConfigurationException.class)
			.verify(TIMEOUT);
		assertThat(iterated).hasValue(0);
		assertThat(this.client.messaging().messagingItems().sendAll(input).count()).isEqualTo(3);
		assertThat(this.accepted).hasSize(3);
	}

	@Test
	void theIteratorIsCalledOnAThreadThatMayBlockAndOnlyAsFarAsNeeded() {
		this.server.setDispatcher(new Answers((text) -> 201));
		AtomicInteger iterated = new AtomicInteger();
		AtomicInteger onEventLoop = new AtomicInteger();
		Iterable<SendMessage> input = () -> IntStream.range(0, 1000).mapToObj((index) -> {
			iterated.incrementAndGet();
			onEventLoop.addAndGet(Schedulers.isInNonBlockingThread() ? 1 : 0);
			return message(index);
		}).iterator();
		BulkOptions options = new BulkOptions(8, 4, 1);
		int taken = 0;
		try (Stream<SendOutcome> outcomes = this.client.messaging().messagingItems().sendAll(input, options)) {
			Iterator<SendOutcome> walk = outcomes.iterator();
			while (taken < 100) {
				assertThat(walk.next().isSent()).isTrue();
				taken++;
				assertThat(iterated.get() - taken).isLessThanOrEqualTo(8 + 8 + 4);
			}
		}
		assertThat(onEventLoop).hasValue(0);
	}

	@Test
	void aDeclaredClientOfItsOwnSendsOneAfterAnother() {
		this.server.setDispatcher(new Answers((text) -> 201));
		MessagingItems items = this.client.createClient(MessagingItems.class);
		assertThat(items.sendAll(messages(20)).map(SendOutcome::index))
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(Long::valueOf).toList());
		assertThat(this.most).hasValue(1);
	}

	private void repeat(int maxRetries) {
		this.client.close();
		this.client = client(maxRetries);
	}

	private ReachClient client(int maxRetries) {
		RetrySettings standard = RetrySettings.standard();
		RetrySettings settings = new RetrySettings(maxRetries, null, standard.statuses(), standard.methods(), false,
				new Backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0), true, Duration.ofSeconds(1));
		return ReachClient.builder()
			.baseUrl(this.server.url("/").uri())
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.resilience(Resilience.standard()
				.withRetryPolicy(RetryPolicy.standard(settings, Clock.systemUTC()))
				.withRetryBudget(new RetryBudget(1_000_000, 1, 1))
				.withPermits((request, attempt) -> attempt.doOnSubscribe((begun) -> this.begun.incrementAndGet())))
			.build();
	}

	private static List<SendMessage> messages(int number) {
		return IntStream.range(0, number).mapToObj(BulkWireTests::message).toList();
	}

	private static List<SendMessage> withOneThatIsInvalid(List<SendMessage> messages) {
		SendMessage invalid = SendMessage.builder("nobody", "ACME", "0").build();
		return Stream.concat(messages.stream(), Stream.of(invalid)).toList();
	}

	private static SendMessage message(int index) {
		return SendMessage.builder("+15550100000", "ACME", String.valueOf(index)).build();
	}

	private static Iterable<SendMessage> failingAfter(int number) {
		return () -> IntStream.rangeClosed(0, number).mapToObj((index) -> {
			if (index == number) {
				throw new IllegalStateException("the file is gone");
			}
			return message(index);
		}).iterator();
	}

	private static void awaitOthers(CyclicBarrier barrier) {
		try {
			barrier.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertThatNothingIsUnderWay() {
		assertThat(Flux.interval(Duration.ofMillis(20))
			.filter((tick) -> this.client.toString().contains("0 active"))
			.blockFirst(TIMEOUT)).isNotNull();
	}

	private MockResponse answer(String text, int status) {
		this.refusals.addAndGet((status == 429) ? 1 : 0);
		if (status == 201) {
			this.accepted.add(text);
			this.acceptedRequests.incrementAndGet();
		}
		return new MockResponse.Builder().code(status)
			.setHeader("Content-Type", "application/json")
			.body("{\"messageId\":\"MID%s\"}".formatted(text))
			.build();
	}

	private static String textOf(RecordedRequest request) {
		String form = Objects.requireNonNull(request.getBody()).utf8();
		return form.substring(form.indexOf("body=") + "body=".length());
	}

	enum Face {

		BLOCKING {

			@Override
			List<SendOutcome> sendAll(ReachClient client, List<SendMessage> messages, BulkOptions options) {
				try (Stream<SendOutcome> outcomes = client.messaging().messagingItems().sendAll(messages, options)) {
					return outcomes.toList();
				}
			}

		},

		REACTIVE {

			@Override
			List<SendOutcome> sendAll(ReachClient client, List<SendMessage> messages, BulkOptions options) {
				return Objects.requireNonNull(client.reactive()
					.messaging()
					.messagingItems()
					.sendAll(Flux.fromIterable(messages), options)
					.collectList()
					.block(TIMEOUT));
			}

		};

		abstract List<SendOutcome> sendAll(ReachClient client, List<SendMessage> messages, BulkOptions options);

	}

	/**
	 * Answers with the status that the text of the message deserves.
	 */
	private final class Answers extends Dispatcher {

		private final Function<String, Integer> status;

		private Answers(Function<String, Integer> status) {
			this.status = status;
		}

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			int now = BulkWireTests.this.underWay.incrementAndGet();
			BulkWireTests.this.most.accumulateAndGet(now, Math::max);
			try {
				String text = textOf(request);
				return answer(text, this.status.apply(text));
			}
			finally {
				BulkWireTests.this.underWay.decrementAndGet();
			}
		}

	}

	/**
	 * Refuses when too many requests are under way. One that is accepted is under way
	 * until all that the client has begun are here, so that they meet however slow the
	 * machine is.
	 */
	private final class Limited extends Dispatcher {

		private final int limit;

		private int arrived;

		private Limited(int limit) {
			this.limit = limit;
		}

		@Override
		public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
			int now = BulkWireTests.this.underWay.incrementAndGet();
			String text = textOf(request);
			BulkWireTests.this.most.accumulateAndGet(now, Math::max);
			if (Integer.parseInt(text) >= 300) {
				BulkWireTests.this.lateMost.accumulateAndGet(now, Math::max);
			}
			try {
				awaitOthers(now <= this.limit);
				return answer(text, (now <= this.limit) ? 201 : 429);
			}
			finally {
				BulkWireTests.this.underWay.decrementAndGet();
			}
		}

		private synchronized void awaitOthers(boolean accepted) throws InterruptedException {
			this.arrived++;
			notifyAll();
			long end = System.nanoTime() + TIMEOUT.toNanos();
			while (accepted && this.arrived < BulkWireTests.this.begun.get() && System.nanoTime() < end) {
				wait(TIMEOUT.toMillis());
			}
		}

	}

	/**
	 * Takes requests and never answers.
	 */
	private static final class Stalling extends Dispatcher {

		private final CountDownLatch received;

		private Stalling(CountDownLatch received) {
			this.received = received;
		}

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			this.received.countDown();
			return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
		}

	}

}
