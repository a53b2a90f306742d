package dev.reach.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import dev.reach.error.Delivery;
import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandardRetryPolicy}: what is repeated, as a table.
 */
class StandardRetryPolicyTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Map<String, Supplier<Throwable>> ERRORS = Map.ofEntries(
			Map.entry("refused", () -> new ReachConnectException("x", null, Delivery.NOT_SENT)),
			Map.entry("unknown host", () -> new ReachConnectException("x", null, Delivery.NOT_SENT, false)),
			Map.entry("connect timeout", () -> new ReachTimeoutException("x", null, Delivery.NOT_SENT, Limit.CONNECT)),
			Map.entry("handshake cut off", () -> new ReachTlsException("x", null, Delivery.NOT_SENT, true)),
			Map.entry("certificate", () -> new ReachTlsException("x", null, Delivery.NOT_SENT)),
			Map.entry("client certificate refused", () -> new ReachTlsException("x", null, Delivery.UNKNOWN)),
			Map.entry("proxy broke off",
					() -> new ReachProxyException("x", null, Delivery.NOT_SENT, "http://proxy:1", null)),
			Map.entry("proxy 502", () -> proxy(502)), Map.entry("proxy 429", () -> proxy(429)),
			Map.entry("proxy 403", () -> proxy(403)), Map.entry("proxy 407", () -> proxy(407)),
			Map.entry("pool wait", () -> new ReachTimeoutException("x", null, Delivery.NOT_SENT, Limit.POOL)),
			Map.entry("pool full", () -> new ReachPoolException("x", null, Delivery.NOT_SENT)),
			Map.entry("closed", () -> new ReachTransportException("x", null, Delivery.NOT_SENT, false)),
			Map.entry("lost", () -> new ReachTransportException("x", null, Delivery.UNKNOWN)),
			Map.entry("read timeout", () -> new ReachTimeoutException("x", null, Delivery.UNKNOWN, Limit.READ)),
			Map.entry("unreadable", () -> new ReachDecodingException("x", 200, "")),
			Map.entry("circuit open", () -> new ReachCircuitOpenException("x", null)),
			Map.entry("foreign", () -> new IllegalStateException("x")));

	@ParameterizedTest(name = "{0}: POST {1}, GET {2}, POST with retry-non-idempotent {3}")
	@CsvSource(textBlock = """
			# error                   | POST  | GET   | any method
			refused                   | true  | true  | true
			connect timeout           | true  | true  | true
			handshake cut off         | true  | true  | true
			proxy broke off           | true  | true  | true
			proxy 502                 | true  | true  | true
			proxy 429                 | true  | true  | true
			pool wait                 | true  | true  | true
			lost                      | false | true  | true
			read timeout              | false | true  | true
			unknown host              | false | false | false
			certificate               | false | false | false
			client certificate refused| false | false | false
			proxy 403                 | false | false | false
			proxy 407                 | false | false | false
			pool full                 | false | false | false
			closed                    | false | false | false
			unreadable                | false | false | false
			circuit open              | false | false | false
			foreign                   | false | false | false
			""", delimiter = '|')
	void errors(String error, boolean post, boolean get, boolean anyMethod) {
		Attempt attempt = failed(1, error);
		assertThat(decide(HttpMethod.POST, attempt).isRepeat()).isEqualTo(post);
		assertThat(decide(HttpMethod.GET, attempt).isRepeat()).isEqualTo(get);
		assertThat(decide(nonIdempotent(), context(HttpMethod.POST, attempt, 0, false)).isRepeat())
			.isEqualTo(anyMethod);
	}

	@ParameterizedTest(name = "{0} with Retry-After {1}: POST {2}, GET {3}, POST with retry-non-idempotent {4}")
	@CsvSource(textBlock = """
			# status | Retry-After | POST  | GET   | any method
			200      |             | false | false | false
			400      |             | false | false | false
			401      |             | false | false | false
			404      |             | false | false | false
			408      |             | false | false | false
			413      | 1           | false | false | false
			429      |             | true  | true  | true
			429      | 1           | true  | true  | true
			500      |             | false | true  | true
			500      | 1           | false | true  | true
			501      |             | false | false | false
			502      |             | false | true  | true
			503      |             | false | true  | true
			503      | 1           | true  | true  | true
			504      |             | false | true  | true
			504      | 1           | false | true  | true
			505      |             | false | false | false
			""", delimiter = '|')
	void statuses(int status, @Nullable String retryAfter, boolean post, boolean get, boolean anyMethod) {
		Attempt attempt = answered(status, retryAfter);
		assertThat(decide(HttpMethod.POST, attempt).isRepeat()).isEqualTo(post);
		assertThat(decide(HttpMethod.GET, attempt).isRepeat()).isEqualTo(get);
		assertThat(decide(nonIdempotent(), context(HttpMethod.POST, attempt, 0, false)).isRepeat())
			.isEqualTo(anyMethod);
	}

	@ParameterizedTest
	@CsvSource({ "GET,true", "HEAD,true", "OPTIONS,true", "PUT,true", "DELETE,true", "POST,false", "PATCH,false",
			"TRACE,false" })
	void idempotentMethods(String method, boolean repeated) {
		Attempt lost = failed(1, "lost");
		assertThat(decide(HttpMethod.valueOf(method), lost).isRepeat()).isEqualTo(repeated);
	}

	@Test
	void requestThatIsDeclaredIdempotent() {
		ReachHttpRequest request = request(HttpMethod.POST).mutate()
			.attribute(ReachHttpRequest.IDEMPOTENT, Boolean.TRUE)
			.build();
		Attempt lost = failed(1, "lost");
		assertThat(policy().decide(new RetryContext(request, lost, 0, false, MINUTE)).isRepeat()).isTrue();
	}

	@Test
	void failureAfterOneThatMayHaveBeenSentIsNotTakenForUnsent() {
		Throwable refused = error("refused");
		refused.addSuppressed(error("lost"));
		assertThat(decide(HttpMethod.POST, new Attempt(2, null, refused)).isRepeat()).isFalse();
	}

	@Test
	void retriesEndAtTheirNumber() {
		Attempt refused = failed(3, "refused");
		assertThat(policy().decide(context(HttpMethod.GET, refused, 1, false)).isRepeat()).isTrue();
		assertThat(policy().decide(context(HttpMethod.GET, refused, 2, false)).isRepeat()).isFalse();
	}

	@Test
	void zeroRetriesMeanOneRequest() {
		Attempt refused = failed(1, "refused");
		RetrySettings settings = settings(0, null, false, true);
		assertThat(decide(settings, context(HttpMethod.GET, refused, 0, false)).isRepeat()).isFalse();
	}

	@Test
	void anotherHostIsAskedAtOnceAndAlsoWhenThereAreNoRetriesLeft() {
		Attempt refused = failed(1, "refused");
		RetryDecision decision = policy().decide(context(HttpMethod.POST, refused, 2, true));
		assertThat(decision.isRepeat()).isTrue();
		assertThat(decision.pause()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "unknown host,true", "certificate,true", "proxy 407,false", "pool full,false", "closed,false" })
	void anotherHostMayDoBetterIfTheFaultIsOneOfTheHost(String error, boolean repeated) {
		Attempt attempt = failed(1, error);
		assertThat(policy().decide(context(HttpMethod.POST, attempt, 0, true)).isRepeat()).isEqualTo(repeated);
	}

	@Test
	void anotherHostIsNotAskedForWhatMayHaveBeenCarriedOut() {
		Attempt lost = failed(1, "lost");
		assertThat(policy().decide(context(HttpMethod.POST, lost, 0, true)).isRepeat()).isFalse();
		assertThat(policy().decide(context(HttpMethod.POST, answered(503, null), 0, true)).isRepeat()).isFalse();
		assertThat(policy().decide(context(HttpMethod.GET, answered(503, null), 0, true)).pause()).isZero();
	}

	@Test
	void limitOfTheAccountIsTheSameOnEachHost() {
		assertThat(policy().decide(context(HttpMethod.GET, answered(429, null), 0, true)).pause()).isPositive();
	}

	@Test
	void triesEndAtTheirNumberOverAllHosts() {
		RetrySettings settings = settings(2, 4, false, true);
		Attempt third = failed(3, "refused");
		Attempt fourth = failed(4, "refused");
		assertThat(decide(settings, context(HttpMethod.GET, third, 0, true)).isRepeat()).isTrue();
		assertThat(decide(settings, context(HttpMethod.GET, fourth, 0, true)).isRepeat()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			7                             | 7000
			Fri, 02 Jan 2026 03:04:15 GMT | 10000
			0                             | 100
			Fri, 02 Jan 2026 03:04:00 GMT | 100
			not a date                    | 100
			""")
	void waitsAsLongAsTheServiceAsksIfThatIsLongerThanTheBackoff(String retryAfter, long millis) {
		assertThat(decide(HttpMethod.POST, answered(429, retryAfter)).pause()).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void waitsUntilTheRateLimitIsReset() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("RateLimit-Reset", "3");
		Attempt attempt = new Attempt(1, ReachHttpResponse.of(429, headers, new byte[0]), null);
		assertThat(decide(HttpMethod.POST, attempt).pause()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void givesUpIfTheServiceAsksForTooLong() {
		assertThat(decide(HttpMethod.POST, answered(429, "30")).isRepeat()).isTrue();
		assertThat(decide(HttpMethod.POST, answered(429, "31")).isRepeat()).isFalse();
	}

	@Test
	void whatTheServiceAsksForCanBeIgnored() {
		RetrySettings settings = settings(2, null, false, false);
		RetryDecision decision = decide(settings, context(HttpMethod.POST, answered(429, "3600"), 0, false));
		assertThat(decision.pause()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void backoffGrows() {
		Attempt refused = failed(1, "refused");
		assertThat(policy().decide(context(HttpMethod.GET, refused, 0, false)).pause()).hasMillis(100);
		assertThat(policy().decide(context(HttpMethod.GET, refused, 1, false)).pause()).hasMillis(200);
	}

	@Test
	void neverIsNever() {
		Attempt refused = failed(1, "refused");
		assertThat(RetryPolicy.never().decide(context(HttpMethod.GET, refused, 0, true)).isRepeat()).isFalse();
	}

	private static RetryDecision decide(HttpMethod method, Attempt attempt) {
		return policy().decide(context(method, attempt, 0, false));
	}

	private static RetryDecision decide(RetrySettings settings, RetryContext context) {
		return new StandardRetryPolicy(settings, CLOCK, () -> 0.5).decide(context);
	}

	private static RetryPolicy policy() {
		return new StandardRetryPolicy(RetrySettings.standard(), CLOCK, () -> 0.5);
	}

	private static RetrySettings nonIdempotent() {
		return settings(2, null, true, true);
	}

	private static RetrySettings settings(int maxRetries, @Nullable Integer maxTries, boolean retryNonIdempotent,
			boolean respectRetryAfter) {
		return new RetrySettings(maxRetries, maxTries, Set.of(429, 500, 502, 503, 504), Set.of(HttpMethod.GET),
				retryNonIdempotent, Backoff.standard(), respectRetryAfter, Duration.ofSeconds(30));
	}

	private static RetryContext context(HttpMethod method, Attempt attempt, int retries, boolean otherHost) {
		return new RetryContext(request(method), attempt, retries, otherHost, MINUTE);
	}

	private static ReachHttpRequest request(HttpMethod method) {
		return ReachHttpRequest.builder(method, "https://api.example.com/x").build();
	}

	private static Attempt failed(int number, String error) {
		return new Attempt(number, null, error(error));
	}

	private static Throwable error(String name) {
		return Objects.requireNonNull(ERRORS.get(name)).get();
	}

	private static Attempt answered(int status, @Nullable String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		if (retryAfter != null) {
			headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		ReachHttpResponse response = ReachHttpResponse.of(status, headers, new byte[0]);
		return new Attempt(1, response.answering(request(HttpMethod.GET)), null);
	}

	private static ReachProxyException proxy(int status) {
		return new ReachProxyException("x", null, Delivery.NOT_SENT, "http://proxy:1", new Answer(status, "", ""));
	}

}
