package dev.reach.credential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.reach.error.ReachConfigurationException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CachedCredentialsProvider}.
 */
class CachedCredentialsProviderTests {

	private static final ReachCredentials FIRST = ReachCredentials.bearer("token-1");

	private static final ReachCredentials SECOND = ReachCredentials.bearer("token-2");

	private final Source source = new Source();

	private final ReachCredentialsProvider provider = ReachCredentialsProvider.cached(this.source.asMono());

	@Test
	void sourceIsNotAskedBeforeTheCredentialsAreNeeded() {
		Mono<ReachCredentials> credentials = this.provider.credentials();
		this.provider.invalidate(FIRST);
		assertThat(this.source.asked()).isZero();
		credentials.subscribe();
		assertThat(this.source.asked()).isEqualTo(1);
	}

	@Test
	void sourceIsAskedOnceAndItsAnswerIsKept() {
		Mono<ReachCredentials> early = this.provider.credentials();
		List<ReachCredentials> taken = new ArrayList<>();
		early.subscribe(taken::add);
		this.source.give(FIRST);
		early.subscribe(taken::add);
		this.provider.credentials().subscribe(taken::add);
		assertThat(taken).containsExactly(FIRST, FIRST, FIRST);
		assertThat(this.source.asked()).isEqualTo(1);
	}

	@Test
	void callersWhoComeWhileTheSourceIsAskedShareItsAnswer() {
		List<ReachCredentials> taken = new ArrayList<>();
		for (int caller = 0; caller < 10; caller++) {
			this.provider.credentials().subscribe(taken::add);
		}
		assertThat(taken).isEmpty();
		this.source.give(FIRST);
		assertThat(taken).hasSize(10).containsOnly(FIRST);
		assertThat(this.source.asked()).isEqualTo(1);
	}

	@Test
	void callerWhoGivesUpDoesNotDisturbTheOthers() {
		List<ReachCredentials> taken = new ArrayList<>();
		Disposable first = this.provider.credentials().subscribe(taken::add);
		this.provider.credentials().subscribe(taken::add);
		Disposable third = this.provider.credentials().subscribe(taken::add);
		first.dispose();
		third.dispose();
		this.provider.credentials().subscribe(taken::add);
		this.source.give(FIRST);
		assertThat(taken).containsExactly(FIRST, FIRST);
		assertThat(this.source.asked()).isEqualTo(1);
	}

	@Test
	void sourceIsAskedAgainIfAllHaveGivenUp() {
		List<ReachCredentials> taken = new ArrayList<>();
		this.provider.credentials().subscribe(taken::add).dispose();
		this.provider.credentials().subscribe(taken::add);
		this.source.give(FIRST);
		assertThat(taken).containsExactly(FIRST);
	}

	@Test
	void failureReachesAllWhoWaitAndIsNotKept() {
		List<Throwable> failures = new ArrayList<>();
		this.provider.credentials().subscribe((credentials) -> {
		}, failures::add);
		this.provider.credentials().subscribe((credentials) -> {
		}, failures::add);
		this.source.fail(new IllegalStateException("down"));
		assertThat(failures).hasSize(2).allSatisfy((failure) -> assertThat(failure).hasMessage("down"));
		List<ReachCredentials> taken = new ArrayList<>();
		this.provider.credentials().subscribe(taken::add);
		this.source.give(FIRST);
		assertThat(taken).containsExactly(FIRST);
		assertThat(this.source.asked()).isEqualTo(2);
	}

	@Test
	void failureAfterARefusalIsNotKeptEither() {
		take(FIRST);
		this.provider.invalidate(FIRST);
		Mono<ReachCredentials> credentials = this.provider.credentials();
		List<Throwable> failures = new ArrayList<>();
		credentials.subscribe((taken) -> {
		}, failures::add);
		this.source.fail(new IllegalStateException("down"));
		assertThat(failures).hasSize(1);
		take(SECOND);
	}

	@Test
	void sourceThatGivesNothingIsAFailure() {
		ReachCredentialsProvider empty = ReachCredentialsProvider.cached(Mono.empty());
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> empty.credentials().block())
			.withMessage("The source of the credentials gave none; nothing was sent");
	}

	@Test
	void sourceThatThrowsIsAFailureOfTheCall() {
		ReachCredentialsProvider thrower = ReachCredentialsProvider.cached(Mono.defer(() -> {
			throw new IllegalStateException("thrown");
		}));
		assertThatIllegalStateException().isThrownBy(() -> thrower.credentials().block()).withMessage("thrown");
	}

	@Test
	void refusedCredentialsAreForgotten() {
		take(FIRST);
		this.provider.invalidate(ReachCredentials.bearer("token-1"));
		take(SECOND);
		assertThat(this.source.asked()).isEqualTo(2);
	}

	@Test
	void refusalOfOldCredentialsDoesNotForgetTheNewOnes() {
		take(FIRST);
		this.provider.invalidate(FIRST);
		take(SECOND);
		this.provider.invalidate(FIRST);
		assertThat(this.provider.credentials().block(Duration.ofSeconds(5))).isEqualTo(SECOND);
		assertThat(this.source.asked()).isEqualTo(2);
	}

	@Test
	void refusalsWhileTheSourceIsAskedDoNotAskItAgain() {
		take(FIRST);
		List<ReachCredentials> taken = new ArrayList<>();
		for (int caller = 0; caller < 10; caller++) {
			this.provider.invalidate(FIRST);
			this.provider.credentials().subscribe(taken::add);
		}
		this.source.give(SECOND);
		assertThat(taken).hasSize(10).containsOnly(SECOND);
		assertThat(this.source.asked()).isEqualTo(2);
	}

	@Test
	void manyThreadsWhoseTokensExpireTogetherFetchEachTokenOnce() throws Exception {
		int threads = 20;
		int generations = 50;
		AtomicInteger fetches = new AtomicInteger();
		ReachCredentialsProvider contended = ReachCredentialsProvider
			.cached(Mono.fromSupplier(() -> ReachCredentials.bearer(String.valueOf(fetches.incrementAndGet())))
				.subscribeOn(Schedulers.boundedElastic()));
		CyclicBarrier expiry = new CyclicBarrier(threads);
		Callable<List<String>> calling = () -> {
			List<String> seen = new ArrayList<>();
			for (int generation = 1; generation <= generations; generation++) {
				ReachCredentials credentials = contended.credentials().block(Duration.ofSeconds(20));
				assertThat(credentials).isNotNull();
				seen.add(credentials.apiKey());
				expiry.await(20, TimeUnit.SECONDS);
				contended.invalidate(credentials);
			}
			return seen;
		};
		List<String> expected = IntStream.rangeClosed(1, generations).mapToObj(String::valueOf).toList();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (Future<List<String>> seen : executor.invokeAll(Collections.nCopies(threads, calling))) {
				assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(fetches).hasValue(generations);
	}

	private void take(ReachCredentials credentials) {
		List<ReachCredentials> taken = new ArrayList<>();
		this.provider.credentials().subscribe(taken::add);
		this.source.give(credentials);
		assertThat(taken).containsExactly(credentials);
	}

	/**
	 * Gives an answer when the test says so.
	 */
	private static final class Source {

		private final AtomicInteger asked = new AtomicInteger();

		private final Queue<Sinks.One<ReachCredentials>> waiting = new ConcurrentLinkedQueue<>();

		Mono<ReachCredentials> asMono() {
			return Mono.defer(() -> {
				this.asked.incrementAndGet();
				Sinks.One<ReachCredentials> answer = Sinks.one();
				this.waiting.add(answer);
				return answer.asMono();
			});
		}

		int asked() {
			return this.asked.get();
		}

		void give(ReachCredentials credentials) {
			for (Sinks.One<ReachCredentials> answer = this.waiting.poll(); answer != null; answer = this.waiting
				.poll()) {
				answer.tryEmitValue(credentials);
			}
		}

		void fail(Throwable failure) {
			for (Sinks.One<ReachCredentials> answer = this.waiting.poll(); answer != null; answer = this.waiting
				.poll()) {
				answer.tryEmitError(failure);
			}
		}

	}

}
