package dev.reach.host;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.BaseUrl;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostHealth}, {@link Outage} and {@link Visit}.
 */
class HostHealthTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration TICK = Duration.ofNanos(1);

	private final TestTicker ticker = new TestTicker();

	private final HostHealth health = new HostHealth(
			new Host(new BaseUrl(URI.create("http://localhost")), ReachHttpClient.fixed(ReachHttpResponse.of(200))),
			this.ticker);

	static List<Throwable> failuresOfTheHost() {
		return List.of(connect(), transport(Delivery.UNKNOWN), new ReachTlsException("no", null, Delivery.NOT_SENT),
				timeout(Limit.CONNECT, Delivery.NOT_SENT), timeout(Limit.READ, Delivery.UNKNOWN),
				timeout(Limit.CALL, Delivery.UNKNOWN), proxy(null), proxy(new Answer(502, "Bad Gateway", "")),
				proxy(new Answer(399, "Odd", "")), proxy(new Answer(500, "Error", "")));
	}

	static List<Throwable> failuresOfOthers() {
		return List.of(new ReachPoolException("no", null, Delivery.NOT_SENT), timeout(Limit.POOL, Delivery.NOT_SENT),
				timeout(Limit.CALL, Delivery.NOT_SENT), proxy(new Answer(400, "Bad Request", "")),
				proxy(new Answer(407, "Proxy Authentication Required", "")), proxy(new Answer(499, "Odd", "")),
				new ReachDecodingException("no", 200, ""), new ReachConfigurationException("no"),
				new ReachCircuitOpenException("no", null), new ReachRateLimitedException("no", null),
				new IllegalStateException("no"));
	}

	@ParameterizedTest
	@MethodSource("failuresOfTheHost")
	void aFailureOfTheHostBeginsAnOutage(Throwable failure) {
		end(this.health.visit(), Mono.error(failure));
		assertThat(this.health.isWell()).isFalse();
		assertThat(this.health.remaining()).isEqualTo(SECOND.toNanos());
	}

	@ParameterizedTest
	@MethodSource("failuresOfOthers")
	void anotherFailureChangesNothingAndAnotherAttemptMayTry(Throwable failure) {
		end(this.health.visit(), Mono.error(failure));
		assertThat(this.health.isWell()).isTrue();
		failAndWait();
		end(tryVisit(), Mono.error(failure));
		assertThat(this.health.isWell()).isFalse();
		assertThat(this.health.isWellOrDue()).isTrue();
		end(tryVisit(), Mono.error(connect()));
		assertThat(this.health.remaining()).isEqualTo(SECOND.multipliedBy(2).toNanos());
	}

	@Test
	void unavailableBeginsAnOutage() {
		end(this.health.visit(), Mono.just(ReachHttpResponse.of(503)));
		assertThat(this.health.isWell()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 302, 400, 404, 429, 500, 502, 504 })
	void anyOtherAnswerEndsAnOutage(int status) {
		failAndWait();
		end(tryVisit(), Mono.just(ReachHttpResponse.of(status)));
		assertThat(this.health.isWell()).isTrue();
		assertThat(this.health.tryVisit()).isNotNull();
	}

	@Test
	void theTimeGrowsUpToAMinute() {
		for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60, 60)) {
			end(tryVisit(), Mono.error(connect()));
			this.ticker.advance(SECOND.multipliedBy(seconds).minus(TICK));
			assertThat(this.health.tryVisit()).as("%d s", seconds).isNull();
			assertThat(this.health.isWellOrDue()).isFalse();
			this.ticker.advance(TICK);
			assertThat(this.health.isWellOrDue()).isTrue();
		}
	}

	@Test
	void afterASuccessTheTimeBeginsAnew() {
		failAndWait();
		end(tryVisit(), Mono.error(connect()));
		end(this.health.visit(), Mono.just(ReachHttpResponse.of(200)));
		end(tryVisit(), Mono.error(connect()));
		assertThat(this.health.remaining()).isEqualTo(SECOND.toNanos());
	}

	@Test
	void attemptsThatFailSideBySideAreOneFailure() {
		Visit first = tryVisit();
		Visit second = tryVisit();
		end(first, Mono.error(connect()));
		end(second, Mono.error(connect()));
		assertThat(this.health.remaining()).isEqualTo(SECOND.toNanos());
	}

	@Test
	void oneOfManyThreadsMayTry() throws Exception {
		for (int round = 0; round < 100; round++) {
			end(this.health.visit(), Mono.error(connect()));
			this.ticker.advance(Outage.LONGEST);
			List<Boolean> got = SideBySide.run(4, () -> this.health.tryVisit() != null);
			assertThat(got).containsOnlyOnce(true);
			assertThat(this.health.isWellOrDue()).isFalse();
		}
	}

	@Test
	void aFailedTryIsNotFollowedByAnotherOfTheSameOutage() throws Exception {
		for (int round = 0; round < 100; round++) {
			end(this.health.visit(), Mono.error(connect()));
			this.ticker.advance(Outage.LONGEST);
			List<Boolean> got = SideBySide.run(4, () -> {
				Visit visit = this.health.tryVisit();
				if (visit != null) {
					end(visit, Mono.error(connect()));
				}
				return visit != null;
			});
			assertThat(got).containsOnlyOnce(true);
		}
	}

	@Test
	void aCancelledTryLetsAnotherTryAtOnce() {
		failAndWait();
		Disposable attempt = tryVisit().watch(Mono.never()).subscribe();
		assertThat(this.health.tryVisit()).isNull();
		attempt.dispose();
		end(tryVisit(), Mono.error(connect()));
		assertThat(this.health.remaining()).isEqualTo(SECOND.multipliedBy(2).toNanos());
	}

	@Test
	void anEmptyAttemptLetsAnotherTryAtOnce() {
		failAndWait();
		end(tryVisit(), Mono.empty());
		assertThat(this.health.isWell()).isFalse();
		assertThat(this.health.tryVisit()).isNotNull();
	}

	@Test
	void aTryThatHasEndedDoesNotEndThatOfAnother() {
		failAndWait();
		Visit first = tryVisit();
		first.end();
		tryVisit();
		first.end();
		assertThat(this.health.tryVisit()).isNull();
	}

	private void failAndWait() {
		end(this.health.visit(), Mono.error(connect()));
		this.ticker.advance(SECOND);
	}

	private Visit tryVisit() {
		return Objects.requireNonNull(this.health.tryVisit(), "The host is passed over");
	}

	private static void end(Visit visit, Mono<ReachHttpResponse> outcome) {
		visit.watch(outcome).onErrorComplete().block();
	}

	private static ReachConnectException connect() {
		return new ReachConnectException("refused", null, Delivery.NOT_SENT);
	}

	private static ReachTransportException transport(Delivery delivery) {
		return new ReachTransportException("lost", null, delivery);
	}

	private static ReachTimeoutException timeout(Limit limit, Delivery delivery) {
		return new ReachTimeoutException("%s %s".formatted(limit, delivery), null, delivery, limit);
	}

	private static ReachProxyException proxy(@Nullable Answer answer) {
		String message = Stream.ofNullable(answer).map(Answer::toString).findFirst().orElse("none");
		return new ReachProxyException(message, null, Delivery.NOT_SENT, "http://proxy:3128", answer);
	}

}
