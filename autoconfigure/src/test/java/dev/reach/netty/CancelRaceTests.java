package dev.reach.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for cancellation: many calls are cancelled about when their response arrives.
 * That {@link NettyLeaks} finds nothing is a part of the test.
 */
class CancelRaceTests {

	private static final int CALLS = 2_000;

	private static final String NOISY_LOGGER = "reactor.core.publisher.Operators";

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void responseThatNobodyTakesAnyMoreLeavesNothingOpen() throws InterruptedException {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{}");
			}
		});
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(NOISY_LOGGER, LogLevel.OFF);
		ReachClient client = this.clients.to(this.server.url()).build();
		long nanos = TimeUnit.MILLISECONDS.toNanos(1);
		for (int call = 0; call < CALLS; call++) {
			nanos += (isEndedWithin(nanos, client) ? -1 : 1) * nanos / 20;
		}
		String form = String.valueOf(Flux.interval(Duration.ofMillis(5))
			.map((tick) -> client.toString())
			.takeUntil((text) -> text.contains(", 0 active, "))
			.blockLast(Duration.ofSeconds(20)));
		logging.setLogLevel(NOISY_LOGGER, null);
		assertThat(form).contains(", 0 active, ");
	}

	// The event loop finds both responses in one turn. While it is with the first, the
	// second call is cancelled; then it reads the second, and gives its connection to the
	// next call, before it comes to what it was told by other threads.
	@Test
	void callThatIsCancelledWhenItsResponseIsThereLeavesItsConnectionToTheNextCall() throws Exception {
		CountDownLatch firstMayEnd = new CountDownLatch(1);
		CountDownLatch firstIsAnswered = new CountDownLatch(1);
		CountDownLatch secondIsAnswered = new CountDownLatch(1);
		this.server.onConnection((peer) -> {
			boolean isFirst = peer.readRequest().contains("/first");
			Latches.await(isFirst ? firstMayEnd : firstIsAnswered);
			peer.answer("{}");
			(isFirst ? firstIsAnswered : secondIsAnswered).countDown();
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{}");
			}
		});
		ReactorResourceFactory resources = this.clients
			.eventLoops(() -> LoopResources.create("one", 1, 1, true, false));
		ReachClient client = this.clients.to(this.server.url()).connections(2).resources(resources).build();
		CountDownLatch firstIsRead = new CountDownLatch(1);
		CountDownLatch secondIsCancelled = new CountDownLatch(1);
		client.reactive().http().get("/first").subscribe((response) -> {
			firstIsRead.countDown();
			Latches.await(secondIsCancelled);
		});
		Disposable second = client.reactive().http().get("/second").subscribe();
		this.server.awaitRequest();
		this.server.awaitRequest();
		List<CompletableFuture<ReachHttpResponse>> next = List.of(client.reactive().http().get("/next").toFuture(),
				client.reactive().http().get("/next").toFuture());
		assertThat(client.toString()).contains("2 active, 0 idle, 2 pending");
		CountDownLatch loopIsHeld = new CountDownLatch(1);
		CountDownLatch turn = new CountDownLatch(1);
		resources.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE).next().execute(() -> {
			loopIsHeld.countDown();
			Latches.await(turn);
		});
		Latches.await(loopIsHeld);
		firstMayEnd.countDown();
		Latches.await(secondIsAnswered);
		turn.countDown();
		Latches.await(firstIsRead);
		second.dispose();
		secondIsCancelled.countDown();
		for (CompletableFuture<ReachHttpResponse> call : next) {
			assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
		}
		assertThat(this.server.connections()).isEqualTo(2);
	}

	private static boolean isEndedWithin(long nanos, ReachClient client) throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		Disposable call = client.reactive()
			.http()
			.get("/")
			.doFinally((signal) -> ended.countDown())
			.onErrorComplete()
			.subscribe();
		boolean inTime = ended.await(nanos, TimeUnit.NANOSECONDS);
		call.dispose();
		return inTime;
	}

}
