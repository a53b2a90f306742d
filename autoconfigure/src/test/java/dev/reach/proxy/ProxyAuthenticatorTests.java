package dev.reach.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyAuthenticator}.
 */
class ProxyAuthenticatorTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128, null);

	private final Tokens tokens = new Tokens();

	@Test
	void aTokenIsSentAndReplacedWhenItIsRefused() {
		ProxyAuthenticator bearer = (request) -> Mono.fromSupplier(() -> "Bearer " + this.tokens.current());
		ProxyAuthorization.Attempt attempt = new ProxyAuthorization(bearer).attempt(this.proxy, "CONNECT",
				"api.test:443");
		assertThat(attempt.header().block(LIMIT)).isEqualTo("Bearer token-1");
		this.tokens.renew();
		assertThat(attempt.answer(refused()).block(LIMIT)).isEqualTo("Bearer token-2");
	}

	@Test
	void aTokenThatWasRefusedIsNotSentAgain() {
		ProxyAuthenticator bearer = (request) -> Mono.fromSupplier(() -> "Bearer " + this.tokens.current());
		ProxyAuthorization.Attempt attempt = new ProxyAuthorization(bearer).attempt(this.proxy, "CONNECT",
				"api.test:443");
		assertThat(attempt.header().block(LIMIT)).isEqualTo("Bearer token-1");
		assertThat(attempt.answer(refused()).block(LIMIT)).isNull();
	}

	@Test
	void anAuthenticatorMayWaitForTheChallenge() {
		ProxyAuthenticator bearer = (request) -> Mono.just(request.challenges())
			.filter((challenges) -> challenges.stream().anyMatch((challenge) -> challenge.isOf("bearer")))
			.map((challenges) -> "Bearer " + this.tokens.current());
		ProxyAuthorization.Attempt attempt = new ProxyAuthorization(bearer).attempt(this.proxy, "CONNECT",
				"api.test:443");
		assertThat(attempt.header().block(LIMIT)).isNull();
		assertThat(attempt.answer(refused()).block(LIMIT)).isEqualTo("Bearer token-1");
	}

	private static List<ProxyChallenge> refused() {
		return ProxyChallenge.parse(List.of("Bearer realm=\"p\", error=\"invalid_token\""));
	}

	private static final class Tokens {

		private final AtomicInteger number = new AtomicInteger(1);

		String current() {
			return "token-" + this.number.get();
		}

		void renew() {
			this.number.incrementAndGet();
		}

	}

}
