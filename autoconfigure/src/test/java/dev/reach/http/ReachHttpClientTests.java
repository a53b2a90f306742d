package dev.reach.http;

import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachTransportException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachHttpClient}.
 */
class ReachHttpClientTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.POST, "https://h/x?q=canary").build();

	@Test
	void fixedAlwaysAnswersTheSameAndSaysWhat() {
		ReachHttpClient client = ReachHttpClient.fixed(ReachHttpResponse.json(203, "{}"));
		for (int call = 0; call < 2; call++) {
			StepVerifier.create(client.exchange(this.request)).assertNext((response) -> {
				assertThat(response.status()).isEqualTo(203);
				assertThat(response.method()).isEqualTo(HttpMethod.POST);
				assertThat(response.uri()).isEqualTo(URI.create("https://h/x?q=canary"));
			}).expectComplete().verify(TIMEOUT);
		}
	}

	@Test
	void blockingIsCalledOffTheEventLoop() {
		AtomicReference<Boolean> nonBlocking = new AtomicReference<>(true);
		ReachHttpClient client = ReachHttpClient.blocking((request) -> {
			nonBlocking.set(Schedulers.isInNonBlockingThread());
			return ReachHttpResponse.of(200);
		});
		StepVerifier.create(client.exchange(this.request).subscribeOn(Schedulers.parallel()))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(nonBlocking.get()).isFalse();
	}

	@Test
	void blockingIsInterruptedWhenTheExchangeIsCancelled() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		ReachHttpClient client = ReachHttpClient.blocking((request) -> {
			called.countDown();
			try {
				new CountDownLatch(1).await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return ReachHttpResponse.of(200);
		});
		Disposable exchange = client.exchange(this.request).subscribe();
		assertThat(called.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		exchange.dispose();
		assertThat(interrupted.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void blockingIsNotHeardAfterTheExchangeWasCancelled() throws Exception {
		AtomicReference<Thread> caller = new AtomicReference<>();
		CountDownLatch called = new CountDownLatch(1);
		ReachHttpClient client = ReachHttpClient.blocking((request) -> {
			caller.set(Thread.currentThread());
			called.countDown();
			try {
				new CountDownLatch(1).await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted");
			}
			return ReachHttpResponse.of(200);
		});
		Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			Disposable exchange = client.exchange(this.request).subscribe();
			assertThat(called.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			exchange.dispose();
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> Stream.of(caller.get().getStackTrace())
					.noneMatch((frame) -> frame.getClassName().equals(BlockingHttpClient.class.getName())));
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).isEmpty();
	}

	@Test
	void blockingFailsWithATransportExceptionOfUnknownDelivery() {
		ReachHttpClient client = ReachHttpClient.blocking((request) -> {
			throw new IllegalStateException("broken");
		});
		StepVerifier.create(client.exchange(this.request))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ReachTransportException.class)
				.hasMessage("The HTTP client failed with IllegalStateException on POST https://h/x")
				.hasRootCauseMessage("broken")
				.extracting("delivery")
				.isEqualTo(Delivery.UNKNOWN))
			.verify(TIMEOUT);
	}

	@Test
	void blockingKeepsAnExceptionThatKnowsMore() {
		ReachConnectException refused = new ReachConnectException("refused", null, Delivery.NOT_SENT);
		ReachHttpClient client = ReachHttpClient.blocking((request) -> {
			throw refused;
		});
		StepVerifier.create(client.exchange(this.request))
			.expectErrorSatisfies((ex) -> assertThat(ex).isSameAs(refused))
			.verify(TIMEOUT);
	}

	@Test
	void progressIsUnknownOnceATransportThatDoesNotTellHasTheRequest() {
		RequestProgress progress = new RequestProgress();
		assertThat(progress.delivery()).isEqualTo(Delivery.NOT_SENT);
		progress.handedOver();
		assertThat(progress.delivery()).isEqualTo(Delivery.UNKNOWN);
	}

	@Test
	void progressIsNotSentUntilATransportThatTellsHasWritten() {
		RequestProgress progress = new RequestProgress();
		progress.handedOver();
		progress.notYetWritten();
		assertThat(progress.delivery()).isEqualTo(Delivery.NOT_SENT);
		progress.written();
		assertThat(progress.delivery()).isEqualTo(Delivery.UNKNOWN);
	}

	@Test
	void progressStaysUnknownWhenAnAttemptAfterAWrittenOneIsNotWritten() {
		RequestProgress progress = new RequestProgress();
		progress.handedOver();
		progress.written();
		progress.handedOver();
		progress.notYetWritten();
		assertThat(progress.delivery()).isEqualTo(Delivery.UNKNOWN);
	}

}
