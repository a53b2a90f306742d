package dev.reach.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyAuthorization}.
 */
class ProxyAuthorizationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final ProxyChallenge ONE = new ProxyChallenge("Digest", null, Map.of("nonce", "1"));

	private static final ProxyChallenge TWO = new ProxyChallenge("Digest", null, Map.of("nonce", "2"));

	private final List<ProxyAuthorizationRequest> requests = new ArrayList<>();

	private final ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128, null);

	private final ProxyAuthorization numbered = authorization(Integer.MAX_VALUE);

	@Test
	void theAuthenticatorIsToldWhatIsToBeLetThrough() {
		attempt(this.numbered).header().block(LIMIT);
		assertThat(this.requests)
			.containsExactly(new ProxyAuthorizationRequest(this.proxy, "CONNECT", "api.test:443", List.of(), 1, 0));
	}

	@Test
	void theAuthenticatorIsAskedOnSubscription() {
		Mono<String> header = attempt(this.numbered).header();
		assertThat(this.requests).isEmpty();
		assertThat(header.block(LIMIT)).isEqualTo("value 1");
	}

	@Test
	void atMostTwoAnswersAreGiven() {
		ProxyAuthorization.Attempt attempt = attempt(this.numbered);
		assertThat(attempt.header().block(LIMIT)).isEqualTo("value 1");
		assertThat(answer(attempt, ONE)).isEqualTo("value 2");
		assertThat(answer(attempt, TWO)).isEqualTo("value 3");
		assertThat(answer(attempt, ONE)).isNull();
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::refusals).containsExactly(0, 1, 2);
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::challenges)
			.containsExactly(List.of(), List.of(ONE), List.of(TWO));
	}

	@Test
	void aRefusalWithoutChallengeIsNotAnswered() {
		ProxyAuthorization.Attempt attempt = attempt(this.numbered);
		attempt.header().block(LIMIT);
		assertThat(answer(attempt)).isNull();
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void aValueThatWasRefusedIsNotSentAgain() {
		ProxyAuthorization.Attempt attempt = attempt(authorization(1));
		assertThat(attempt.header().block(LIMIT)).isEqualTo("value 1");
		assertThat(answer(attempt, ONE)).isNull();
	}

	@Test
	void aValueThatWasRefusedEarlierIsNotSentAgain() {
		ProxyAuthorization.Attempt attempt = attempt(authorization(2));
		assertThat(attempt.header().block(LIMIT)).isEqualTo("value 1");
		assertThat(answer(attempt, ONE)).isEqualTo("value 0");
		assertThat(answer(attempt, TWO)).isNull();
	}

	@Test
	void anotherAttemptMaySendWhatThisOneHasSent() {
		ProxyAuthorization authorization = authorization(1);
		assertThat(attempt(authorization).header().block(LIMIT)).isEqualTo("value 1");
		assertThat(attempt(authorization).header().block(LIMIT)).isEqualTo("value 1");
	}

	@Test
	void whatIsRememberedIsKnownToTheNextAttemptAndItsUsesAreCounted() {
		ProxyAuthorization.Attempt attempt = attempt(this.numbered);
		attempt.header().block(LIMIT);
		answer(attempt, ONE);
		attempt.remember();
		attempt(this.numbered).header().block(LIMIT);
		attempt(this.numbered).header().block(LIMIT);
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::challenges)
			.containsExactly(List.of(), List.of(ONE), List.of(ONE), List.of(ONE));
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::uses).containsExactly(1, 1, 2, 3);
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::refusals).containsExactly(0, 1, 0, 0);
	}

	@Test
	void whatIsNotRememberedIsNotKnown() {
		ProxyAuthorization.Attempt attempt = attempt(this.numbered);
		attempt.header().block(LIMIT);
		answer(attempt, ONE);
		attempt(this.numbered).header().block(LIMIT);
		assertThat(this.requests.get(2).challenges()).isEmpty();
	}

	@Test
	void anAttemptThatWasNotAskedDoesNotUndoWhatAnotherHasLearned() {
		ProxyAuthorization.Attempt early = attempt(this.numbered);
		early.header().block(LIMIT);
		ProxyAuthorization.Attempt other = attempt(this.numbered);
		other.header().block(LIMIT);
		answer(other, ONE);
		other.remember();
		early.remember();
		attempt(this.numbered).header().block(LIMIT);
		assertThat(this.requests.get(3).challenges()).containsExactly(ONE);
	}

	@Test
	void aNonceThatComesAgainGoesOnBeingCounted() {
		ProxyAuthorization.Attempt attempt = attempt(this.numbered);
		ProxyAuthorization.Attempt early = attempt(this.numbered);
		answer(attempt, ONE);
		attempt.remember();
		answer(attempt, ONE);
		answer(early, ONE);
		ProxyAuthorization.Attempt late = attempt(this.numbered);
		answer(late, ONE);
		answer(late, TWO);
		assertThat(this.requests).extracting(ProxyAuthorizationRequest::uses).containsExactly(1, 2, 3, 4, 1);
	}

	@Test
	void theStringFormShowsNoTarget() {
		ProxyAuthorizationRequest request = new ProxyAuthorizationRequest(
				this.proxy.withCredentials(ProxyCredentials.of("canary", "canary")), "GET",
				"http://api.test/?text=canary", List.of(ONE), 1, 2);
		assertThat(request).hasToString("ProxyAuthorizationRequest[GET to http://proxy.test:3128, refusals=2]");
	}

	private ProxyAuthorization authorization(int modulus) {
		return new ProxyAuthorization((request) -> {
			this.requests.add(request);
			return Mono.just("value " + ((modulus == 1) ? 1 : this.requests.size() % modulus));
		});
	}

	private ProxyAuthorization.Attempt attempt(ProxyAuthorization authorization) {
		return authorization.attempt(this.proxy, "CONNECT", "api.test:443");
	}

	private static @Nullable String answer(ProxyAuthorization.Attempt attempt, ProxyChallenge... challenges) {
		return attempt.answer(List.of(challenges)).block(LIMIT);
	}

}
