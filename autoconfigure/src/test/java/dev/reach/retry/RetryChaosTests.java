package dev.reach.retry;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.ReactiveMessagingItems;
import dev.reach.messaging.SendMessage;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.TestBundles;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that retry is safe: many calls meet a server that fails in all ways known, and
 * what the callers are told is compared with what the server has read.
 */
@Tag("slow")
class RetryChaosTests {

	private static final FaultSchedule SCHEDULE = new FaultSchedule(20_261_121);

	private static final int IN_FLIGHT = 64;

	private static final int CALLS = 20_000;

	private static final int NAIVE_SENDS = 2_000;

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("127.0.0.1")
		.build();

	private static final String NOISY_LOGGER = "reactor.netty.http.client";

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final LedgerServer server = this.clients.closeLater(new LedgerServer(SCHEDULE, CERTIFICATE));

	private final Ledger ledger = this.server.ledger();

	private final LedgerAudit audit = new LedgerAudit(this.ledger);

	private final RefusedAttempts refusedAttempts = this.clients.closeLater(new RefusedAttempts(this::isRefused));

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	private final SslBundle trust = TestBundles.trusting(CERTIFICATE);

	RetryChaosTests() throws GeneralSecurityException, IOException {
	}

	// It warns of each fault.
	@BeforeEach
	void silenceReactorNetty() {
		this.logging.setLogLevel(NOISY_LOGGER, LogLevel.OFF);
	}

	@AfterEach
	void restoreLogging() {
		this.logging.setLogLevel(NOISY_LOGGER, null);
	}

	@Test
	void nothingIsDoneTwiceAndAllThatCanBeRecoveredIs() throws InterruptedException {
		List<ReachClient> both = clients(TestResilience.retrying(10, Duration.ofMillis(1)), Duration.ofSeconds(10));
		List<LedgerCall> calls = Flux.range(0, 2 * CALLS)
			.flatMap((number) -> (number / 2 % 2 == 0) ? send(both, number) : fetch(both, number), IN_FLIGHT)
			.collectList()
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThatNothingIsLeftOpen(both);
		List<LedgerCall> sends = calls.stream().filter((call) -> call.id().startsWith("send")).toList();
		assertThat(sends).as(toString()).hasSize(CALLS);
		assertThat(this.audit.objectionsTo(sends)).as(toString()).isEmpty();
		assertThat(this.audit.lostUnread(sends)).as(toString())
			.isLessThanOrEqualTo(this.ledger.count(Fault.RESET_ON_ACCEPT, Fault.END_ON_ACCEPT, Fault.RESET_AFTER_HEAD,
					Fault.END_AFTER_ANSWER));
		assertThat(calls.stream().filter((call) -> call.id().startsWith("fetch"))).as(toString())
			.hasSize(CALLS)
			.allMatch(LedgerCall::hasSucceeded);
		assertThat(Fault.values()).as(toString()).allMatch((fault) -> this.ledger.count(fault) >= 5);
	}

	@Test
	void repeatingAllThatFailsDoesThingsTwice() throws InterruptedException {
		List<ReachClient> both = clients(Resilience.none(), Duration.ofSeconds(2));
		List<LedgerCall> sends = Flux.range(0, NAIVE_SENDS)
			.flatMap((number) -> naively(both, number), IN_FLIGHT)
			.collectList()
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThatNothingIsLeftOpen(both);
		assertThat(sends).as(toString()).hasSize(NAIVE_SENDS);
		assertThat(sends.stream().filter((send) -> this.ledger.timesDone(send.id()) > 1)).as(toString()).isNotEmpty();
		assertThat(this.audit.objectionsTo(sends)).as(toString())
			.anyMatch((objection) -> objection.startsWith("Done twice"))
			.anyMatch((objection) -> objection.startsWith("Repeated although it may have been done"));
		assertThat(this.audit.falseDeliveries(sends)).as(toString()).isEmpty();
	}

	private boolean isRefused(int attempt) {
		boolean refused = SCHEDULE.isRefused(attempt);
		if (refused) {
			this.ledger.met(Fault.REFUSED);
		}
		return refused;
	}

	private Mono<LedgerCall> send(List<ReachClient> both, int number) {
		String id = "send-" + number;
		return LedgerCall.of(id, send(items(both, number), id));
	}

	private Mono<LedgerCall> naively(List<ReachClient> both, int number) {
		String id = "send-" + number;
		return LedgerCall.of(id, send(items(both, number), id).retry(3));
	}

	private Mono<LedgerCall> fetch(List<ReachClient> both, int number) {
		String id = "fetch-" + number;
		return LedgerCall.of(id, items(both, number).fetch(id));
	}

	private static Mono<MessagingItem> send(ReactiveMessagingItems items, String id) {
		return items.send(SendMessage.builder("+15550100000", "Reach", "text").bulkIdentifier(id).build());
	}

	private static ReactiveMessagingItems items(List<ReachClient> both, int number) {
		return both.get(number % 2).reactive().messaging().messagingItems();
	}

	private List<ReachClient> clients(Resilience resilience, Duration readTimeout) {
		return Stream.of(this.server.url(), this.server.secureUrl())
			.map((url) -> client(url, resilience, readTimeout))
			.toList();
	}

	private ReachClient client(URI url, Resilience resilience, Duration readTimeout) {
		TestClients.Setup setup = this.clients.to(url)
			.ssl(this.trust)
			.readTimeout(readTimeout)
			.requestTimeout(Duration.ofSeconds(60))
			.pool(new PoolSettings(IN_FLIGHT, Duration.ofSeconds(30), 1000, Duration.ofMinutes(1),
					Duration.ofMinutes(5)))
			.resilience(resilience);
		return this.clients.closeLater(setup.builder().middleware(this.refusedAttempts).build());
	}

	private void assertThatNothingIsLeftOpen(List<ReachClient> both) throws InterruptedException {
		for (ReachClient client : both) {
			Flux.interval(Duration.ofMillis(5))
				.takeUntil((tick) -> client.toString().contains(", 0 active, "))
				.blockLast(Duration.ofSeconds(20));
			client.close();
		}
		assertThat(this.server.awaitDepartures()).as("connections that the clients have left open").isZero();
	}

	@Override
	public String toString() {
		return "%s, %s".formatted(SCHEDULE, this.ledger);
	}

}
