package dev.reach.netty;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

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
