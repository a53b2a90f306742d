package dev.reach.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpResponse;
import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of {@link ReactorNettyHttpClient} and
 * {@link ReactorNettyHttpClientFactory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CloseTests {

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void answerTheFirstRequestOnly() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			if (this.server.requests().size() == 1) {
				peer.answer("{}");
				peer.readRequest();
			}
			peer.awaitEnd();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void idleConnectionIsClosed(boolean sharedEventLoops) throws InterruptedException {
		ReachClient client = client(sharedEventLoops);
		client.http().request(Failures.post());
		client.close();
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callUnderWayFailsAndItsConnectionIsClosed(boolean sharedEventLoops) throws InterruptedException {
		ReachClient client = client(sharedEventLoops);
		client.http().request(Failures.post());
		this.server.awaitRequest();
		CompletableFuture<ReachHttpResponse> call = client.reactive().http().request(Failures.post()).toFuture();
		this.server.awaitRequest();
		client.close();
		Failures.of(Mono.fromFuture(call), ReachTransportException.class, Delivery.UNKNOWN, "The connection was lost");
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callAfterwardsIsNotSent(boolean sharedEventLoops) {
		ReachClient client = client(sharedEventLoops);
		client.http().request(Failures.post());
		client.close();
		Failures.ofPost(client, ReachTransportException.class, Delivery.NOT_SENT, "The client is closed");
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void callOnAnUnusedClientAfterwardsIsNotSent() {
		ReachClient client = client(true);
		client.close();
		Failures.ofPost(client, ReachTransportException.class, Delivery.NOT_SENT, "The client is closed");
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void callThatWaitsForAConnectionFailsAndIsNotSent() throws InterruptedException {
		ReachClient client = this.clients.to(this.server.url())
			.connections(1)
			.resources(this.clients.eventLoops())
			.build();
		client.http().request(Failures.post());
		this.server.awaitRequest();
		client.reactive().http().request(Failures.post()).onErrorComplete().subscribe();
		this.server.awaitRequest();
		CompletableFuture<ReachHttpResponse> waiting = client.reactive().http().request(Failures.post()).toFuture();
		client.close();
		Failures.of(Mono.fromFuture(waiting), ReachTransportException.class, Delivery.NOT_SENT, "The client is closed");
	}

	@Test
	void closingTwiceIsHarmless() {
		ReachClient client = client(false);
		client.http().request(Failures.post());
		client.close();
		client.close();
		client.reactive();
		assertThat(client.toString()).contains("closed");
	}

	// An event loop that is told to end by a task of its own leaves its connections open.
	@Test
	void nothingIsLoggedWhenTheEventLoopsHaveEndedBefore(CapturedOutput output) throws InterruptedException {
		ReactorResourceFactory resources = this.clients.eventLoops();
		ReachClient client = client(resources);
		client.http().request(Failures.post());
		for (EventExecutor eventLoop : resources.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE)) {
			eventLoop.execute(() -> eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS));
			assertThat(eventLoop.terminationFuture().await(15, TimeUnit.SECONDS)).isTrue();
		}
		client.close();
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void ownEventLoopsEndWithTheFactory() throws InterruptedException {
		ReactorNettyHttpClientFactory factory = this.clients.to(this.server.url()).factory();
		ReachClient client = this.clients
			.closeLater(this.clients.to(this.server.url()).builder().httpClientFactory(factory).build());
		client.http().request(Failures.post());
		assertThat(eventLoops()).isNotEmpty();
		client.close();
		factory.close();
		for (Thread eventLoop : eventLoops()) {
			eventLoop.join(Duration.ofSeconds(15).toMillis());
		}
		assertThat(eventLoops()).isEmpty();
	}

	@Test
	void eventLoopsOfTheApplicationGoOn() {
		ReactorResourceFactory resources = this.clients.eventLoops();
		client(resources).close();
		ReactorNettyHttpClientFactory factory = this.clients.to(this.server.url()).resources(resources).factory();
		factory.close();
		assertThat(resources.getLoopResources().isDisposed()).isFalse();
		assertThat(client(resources).http().request(Failures.post()).status()).isEqualTo(200);
	}

	private ReachClient client(boolean sharedEventLoops) {
		return sharedEventLoops ? client(this.clients.eventLoops()) : this.clients.to(this.server.url()).build();
	}

	private ReachClient client(ReactorResourceFactory resources) {
		return this.clients.to(this.server.url()).resources(resources).build();
	}

	private static List<Thread> eventLoops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("reach-"))
			.toList();
	}

}
