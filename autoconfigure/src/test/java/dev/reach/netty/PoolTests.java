package dev.reach.netty;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PoolSettings} and {@link PoolGauge}.
 */
class PoolTests {

	private static final Duration LONG = Duration.ofSeconds(15);

	private static final int CALLS = 8;

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void poolWithoutAConnectionIsRefusedBeforeAnyCall() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PoolSettings(0, LONG, 1, LONG, LONG))
			.withMessage("'maxConnections' must be more than zero");
	}

	@Test
	void callThatWaitsTooLongForAConnectionIsNotSent() throws InterruptedException {
		ReachClient client = client(new PoolSettings(1, Duration.ofMillis(200), 10, LONG, LONG));
		Disposable holder = occupy(client);
		ReachTimeoutException failure = Failures.ofPost(client, ReachTimeoutException.class, Delivery.NOT_SENT,
				"No connection became free within reach.pool.pending-acquire-timeout");
		assertThat(failure.limit()).isEqualTo(Limit.POOL);
		assertThat(this.server.requests()).hasSize(1);
		holder.dispose();
	}

	@Test
	void callBeyondTheQueueIsRefusedAtOnce() throws InterruptedException {
		ReachClient client = client(new PoolSettings(1, LONG, 1, LONG, LONG));
		Disposable holder = occupy(client);
		Mono<?> call = client.reactive().http().request(Failures.post());
		Mono<?> eitherOfTwo = Flux.merge(call, call).then();
		Failures.of(eitherOfTwo, ReachPoolException.class, Delivery.NOT_SENT,
				"As many calls as reach.pool.pending-acquire-max-count allows wait for a connection already");
		assertThat(this.server.requests()).hasSize(1);
		holder.dispose();
	}

	@Test
	void requestTimeoutWithinTheQueueIsNotSent() throws InterruptedException {
		ReachClient client = this.clients.to(this.server.url()).pool(new PoolSettings(1, LONG, 10, LONG, LONG)).build();
		Disposable holder = occupy(client);
		Mono<?> call = client.reactive()
			.http()
			.request(Failures.post().mutate().timeout(Duration.ofMillis(300)).build());
		ReachTimeoutException failure = Failures.of(call, ReachTimeoutException.class, Delivery.NOT_SENT,
				"No answer within the request timeout of 300 ms");
		assertThat(failure.limit()).isEqualTo(Limit.CALL);
		assertThat(this.server.requests()).hasSize(1);
		holder.dispose();
	}

	@Test
	void connectionsThatAnEventLoopOpensAreNotAllItsOwn() {
		Semaphore arrived = new Semaphore(0);
		this.server.onConnection((peer) -> {
			while (peer.readRequest().startsWith("GET /first ")) {
				peer.answer("{}");
			}
			arrived.release();
			arrived.acquireUninterruptibly(CALLS);
			arrived.release(CALLS);
			peer.answer("{}");
		});
		ReachClient client = client(new PoolSettings(CALLS, LONG, 10, LONG, LONG));
		Mono<String> eventLoop = client.reactive().http().get("/").map((response) -> Thread.currentThread().getName());
		List<String> eventLoops = client.reactive()
			.http()
			.get("/first")
			.thenMany(Flux.range(0, CALLS).flatMap((call) -> eventLoop))
			.collectList()
			.block(LONG);
		assertThat(eventLoops).hasSize(CALLS).allMatch((name) -> name.startsWith("reach-"));
		assertThat(Set.copyOf(eventLoops)).hasSizeGreaterThan(1);
	}

	@Test
	void callThatGaveUpInTheQueueTakesNoConnectionLater() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		ReachClient client = client(new PoolSettings(1, LONG, 10, LONG, LONG));
		Disposable holder = occupy(client);
		Mono<?> call = client.reactive()
			.http()
			.request(Failures.post().mutate().timeout(Duration.ofMillis(200)).build());
		Failures.of(call, ReachTimeoutException.class, Delivery.NOT_SENT, "No answer within the request timeout");
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("after");
			peer.awaitEnd();
		});
		holder.dispose();
		assertThat(client.http().request(Failures.post()).text().block()).isEqualTo("after");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void thousandCallsShareTwentyConnections() {
		Set<Integer> ports = ConcurrentHashMap.newKeySet();
		this.server.onConnection((peer) -> {
			ports.add(peer.socket().getPort());
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{\"messageId\":\"one\"}");
			}
		});
		ReachClient client = this.clients.to(this.server.url())
			.requestTimeout(Duration.ofSeconds(60))
			.pool(new PoolSettings(20, Duration.ofSeconds(60), 1000, Duration.ofMinutes(1), Duration.ofMinutes(5)))
			.build();
		List<String> answers = Flux.range(0, 1000)
			.flatMap((number) -> client.reactive()
				.messaging()
				.messagingItems()
				.send("+15550100000", "Reach", "text-%d-end".formatted(number)), 1000)
			.map((item) -> String.valueOf(item.messageId()))
			.collectList()
			.blockOptional(Duration.ofSeconds(60))
			.orElseThrow();
		assertThat(answers).hasSize(1000).containsOnly("one");
		assertThat(this.server.requests()).hasSize(1000);
		assertThat(this.server.requests().stream().map(PoolTests::textOf).collect(Collectors.toSet()))
			.isEqualTo(IntStream.range(0, 1000).mapToObj("text-%d-end"::formatted).collect(Collectors.toSet()));
		assertThat(ports).hasSizeBetween(2, 20);
	}

	@Test
	void connectionThatWasIdleTooLongIsNotUsedAgain() throws InterruptedException {
		answerEachRequest();
		ReachClient client = client(new PoolSettings(1, LONG, 10, Duration.ofMillis(100), LONG));
		client.http().request(Failures.post());
		this.server.awaitDeparture();
		client.http().request(Failures.post());
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void connectionThatLivedTooLongIsNotUsedAgain() throws InterruptedException {
		answerEachRequest();
		ReachClient client = client(new PoolSettings(1, LONG, 10, Duration.ofMillis(200), Duration.ofMillis(1)));
		client.http().request(Failures.post());
		this.server.awaitDeparture();
		client.http().request(Failures.post());
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void stringFormShowsActiveAndIdleConnections() throws InterruptedException {
		Semaphore answers = new Semaphore(0);
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				answers.acquireUninterruptibly();
				peer.answer("{}");
			}
		});
		ReachClient client = client(new PoolSettings(2, LONG, 10, LONG, LONG));
		String form = "ReachClient[" + this.server.url() + ", %d active, %d idle]";
		assertThat(client).hasToString(form.formatted(0, 0));
		CompletableFuture<?> one = client.reactive().http().request(Failures.post()).toFuture();
		CompletableFuture<?> two = client.reactive().http().request(Failures.post()).toFuture();
		this.server.awaitRequest();
		this.server.awaitRequest();
		assertThat(client).hasToString(form.formatted(2, 0));
		assertThat(client.reactive().toString()).contains("2 active, 0 idle");
		answers.release(2);
		CompletableFuture.allOf(one, two).orTimeout(15, TimeUnit.SECONDS).join();
		await(() -> client.toString().equals(form.formatted(0, 2)));
		client.close();
		assertThat(client).hasToString("ReachClient[%s, closed]".formatted(this.server.url()));
	}

	@Test
	void stringFormShowsCallsThatWaitForAConnection() throws InterruptedException {
		ReachClient client = client(new PoolSettings(1, LONG, 10, LONG, LONG));
		Disposable holder = occupy(client);
		Disposable waiting = client.reactive().http().request(Failures.post()).subscribe();
		await(() -> client.toString().endsWith(", 1 active, 0 idle, 1 pending]"));
		assertThat(client.describe()).contains(", 1 active, 0 idle, 1 pending\n");
		waiting.dispose();
		holder.dispose();
	}

	private void answerEachRequest() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{}");
			}
			peer.awaitEnd();
		});
	}

	private ReachClient client(PoolSettings pool) {
		return this.clients.to(this.server.url()).pool(pool).build();
	}

	private Disposable occupy(ReachClient client) throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		Disposable call = client.reactive().http().request(Failures.post()).subscribe();
		this.server.awaitRequest();
		return call;
	}

	private static void await(BooleanSupplier condition) {
		Flux.interval(Duration.ofMillis(5)).takeUntil((tick) -> condition.getAsBoolean()).blockLast(LONG);
	}

	private static String textOf(String request) {
		return request.replaceAll("(?s).*(text-\\d+-end).*", "$1");
	}

}
