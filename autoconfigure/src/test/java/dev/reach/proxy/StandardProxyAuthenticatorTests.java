package dev.reach.proxy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StandardProxyAuthenticator}.
 */
class StandardProxyAuthenticatorTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String DIGEST = "Digest realm=\"r\", nonce=\"%s\", qop=auth, algorithm=SHA-256";

	private final ProxyAuthorization authorization = new ProxyAuthorization(ProxyAuthenticator.standard());

	private final ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128,
			ProxyCredentials.of("user", "canary-secret"));

	@Test
	void basicIsSentWithoutBeingAsked() {
		assertThat(authorize(this.proxy, 0)).isEqualTo(basic("user:canary-secret"));
	}

	@Test
	void basicIsInUtf8() {
		ReachProxy proxy = this.proxy.withCredentials(ProxyCredentials.of("J\u00e4s", "\u20ac"));
		assertThat(authorize(proxy, 0)).isEqualTo(basic("J\u00e4s:\u20ac"));
	}

	@ParameterizedTest(name = "{0} -> {1}")
	@CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
			Basic realm=r                                                                       ¦ Basic
			Negotiate, NTLM, Basic realm=r                                                      ¦ Basic
			Basic realm=r, Digest realm=r, nonce=n                                              ¦ Digest
			Digest realm=r, nonce=n, Basic realm=r                                              ¦ Digest
			Basic realm=r, Digest realm=r, nonce=n, Digest realm=r, nonce=s, algorithm=SHA-256  ¦ Digest
			Digest realm=r, nonce=n, qop=auth-int, Basic realm=r                                ¦ Basic
			Digest realm=r, nonce=n, algorithm=SHA-512-256, Basic realm=r                       ¦ Basic
			Negotiate, NTLM                                                                     ¦
			Digest realm=r, nonce=n, qop=auth-int                                               ¦
			""")
	void theStrongestSchemeThatCanBeAnsweredIsChosen(String challenges, @Nullable String scheme) {
		String header = authorize(this.proxy, 1, challenges);
		assertThat((header != null) ? header.substring(0, header.indexOf(' ')) : null).isEqualTo(scheme);
		if (challenges.contains("SHA-256") && header != null && header.startsWith("Digest")) {
			assertThat(header).contains("algorithm=SHA-256");
		}
	}

	@Test
	void aNameThatBasicCannotHoldIsNotSentByBasic() {
		ReachProxy proxy = this.proxy.withCredentials(ProxyCredentials.of("a:b", "c"));
		assertThat(authorize(proxy, 0)).isNull();
		assertThat(authorize(proxy, 1, "Basic realm=r")).isNull();
		assertThat(authorize(proxy, 1, "Digest realm=r, nonce=n")).startsWith("Digest username=\"a:b\"");
	}

	@Test
	void aWrongPasswordIsAskedForAndSentOnceByDigest() {
		ProxyAuthorization.Attempt attempt = attempt();
		assertThat(attempt.header().block(LIMIT)).startsWith("Basic ");
		assertThat(answer(attempt, DIGEST.formatted("1"))).contains("nonce=\"1\"");
		assertThat(answer(attempt, DIGEST.formatted("2"), "Basic realm=r")).isNull();
	}

	@Test
	void aNonceThatIsOldIsReplacedOnce() {
		ProxyAuthorization.Attempt attempt = attempt();
		assertThat(attempt.header().block(LIMIT)).startsWith("Basic ");
		assertThat(answer(attempt, DIGEST.formatted("1"))).contains("nonce=\"1\"");
		assertThat(answer(attempt, DIGEST.formatted("2") + ", stale=TRUE")).contains("nonce=\"2\"", "nc=00000001");
		assertThat(answer(attempt, DIGEST.formatted("3") + ", stale=true")).isNull();
	}

	@Test
	void onlyTheChallengeThatIsStaleIsAnsweredAgain() {
		ProxyAuthorization.Attempt attempt = attempt();
		attempt.header().block(LIMIT);
		answer(attempt, DIGEST.formatted("1"));
		assertThat(answer(attempt, DIGEST.formatted("2"), "Digest realm=r, nonce=3, stale=true"))
			.contains("nonce=\"3\"");
	}

	@Test
	void basicThatWasRefusedIsNotSentAgain() {
		ProxyAuthorization.Attempt attempt = attempt();
		assertThat(attempt.header().block(LIMIT)).startsWith("Basic ");
		assertThat(answer(attempt, "Basic realm=r")).isNull();
		assertThat(answer(attempt, "Basic realm=r")).isNull();
	}

	@Test
	void aChallengeThatWasAcceptedIsAnsweredAheadAndCounted() {
		ProxyAuthorization.Attempt first = attempt();
		first.header().block(LIMIT);
		assertThat(answer(first, DIGEST.formatted("1"))).contains("nc=00000001");
		first.remember();
		ProxyAuthorization.Attempt second = attempt();
		assertThat(second.header().block(LIMIT)).startsWith("Digest ").contains("nonce=\"1\"", "nc=00000002");
		assertThat(answer(second, DIGEST.formatted("2"))).contains("nonce=\"2\"", "nc=00000001");
	}

	@Test
	void noSequenceOfChallengesMakesItSendAValueTwice() {
		List<String> kinds = List.of("Basic realm=r", "Digest realm=r, nonce=n", "Digest realm=r, nonce=n, stale=true",
				"Digest realm=r, nonce=m, qop=auth", "Negotiate");
		int sequences = kinds.size() * kinds.size() * kinds.size();
		for (int sequence = 0; sequence < sequences; sequence++) {
			ProxyAuthorization.Attempt attempt = attempt();
			List<@Nullable String> sent = new ArrayList<>(List.of(String.valueOf(attempt.header().block(LIMIT))));
			for (int rest = sequence, step = 0; step < 3; step++, rest /= kinds.size()) {
				sent.add(answer(attempt, kinds.get(rest % kinds.size())));
			}
			sent.removeIf((value) -> value == null);
			assertThat(sent).as("sequence %d", sequence).doesNotHaveDuplicates().hasSizeBetween(1, 3);
		}
	}

	@Test
	void thePasswordIsAskedForOnAThreadThatMayBlockAndAnewEachTime() {
		AtomicInteger asked = new AtomicInteger();
		List<Boolean> blocking = new ArrayList<>();
		ReachProxy proxy = this.proxy.withCredentials(new ProxyCredentials("user", () -> {
			blocking.add(Thread.currentThread().getName().startsWith("boundedElastic"));
			return "p" + asked.incrementAndGet();
		}));
		assertThat(authorize(proxy, 0)).isEqualTo(basic("user:p1"));
		assertThat(authorize(proxy, 0)).isEqualTo(basic("user:p2"));
		assertThat(blocking).containsExactly(true, true);
	}

	@Test
	void thePasswordIsNotAskedForWhereThereIsNoAnswer() {
		ReachProxy proxy = this.proxy.withCredentials(new ProxyCredentials("user", () -> {
			throw new AssertionError("asked");
		}));
		assertThat(authorize(proxy, 1, "NTLM")).isNull();
		assertThat(authorize(proxy, 2, DIGEST.formatted("1"))).isNull();
	}

	@Test
	void withoutCredentialsNothingIsSentAndNoThreadIsUsed() {
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128, null);
		Thread caller = Thread.currentThread();
		List<Thread> threads = new ArrayList<>();
		for (List<String> challenges : List.of(List.<String>of(), List.of("Basic realm=r"),
				List.of("Negotiate abc="))) {
			String header = ProxyAuthenticator.standard()
				.authorize(request(proxy, 1, challenges))
				.doOnTerminate(() -> threads.add(Thread.currentThread()))
				.block(LIMIT);
			assertThat(header).isNull();
		}
		assertThat(threads).containsExactly(caller, caller, caller);
	}

	@Test
	void aSupplierThatFailsIsNamedWithItsProxyAndWithoutItsWords() {
		ReachProxy proxy = this.proxy.withCredentials(new ProxyCredentials("canary-user", () -> {
			throw new UnsupportedOperationException("canary-secret");
		}));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> authorize(proxy, 0)).satisfies((ex) -> {
			assertThat(ex.getMessage()).contains("http://proxy.test:3128", "UnsupportedOperationException")
				.doesNotContain("canary");
			assertThat(ex.getCause()).isNull();
		});
	}

	private ProxyAuthorization.Attempt attempt() {
		return this.authorization.attempt(this.proxy, "CONNECT", "api.test:443");
	}

	private static @Nullable String answer(ProxyAuthorization.Attempt attempt, String... challenges) {
		return attempt.answer(ProxyChallenge.parse(Arrays.asList(challenges))).block(LIMIT);
	}

	private static @Nullable String authorize(ReachProxy proxy, int refusals, String... challenges) {
		return ProxyAuthenticator.standard()
			.authorize(request(proxy, refusals, Arrays.asList(challenges)))
			.subscribeOn(Schedulers.parallel())
			.block(LIMIT);
	}

	private static ProxyAuthorizationRequest request(ReachProxy proxy, int refusals, List<String> challenges) {
		return new ProxyAuthorizationRequest(proxy, "CONNECT", "api.test:443", ProxyChallenge.parse(challenges), 1,
				refusals);
	}

	private static String basic(String pair) {
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

}
