package dev.reach.middleware;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.reach.error.ReachRedirectException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redirects}.
 */
class RedirectsTests {

	private static final Mono<ReachHttpResponse> FIRST = Mono.never();

	private static final ReachHttpRequest REQUEST = ReachHttpRequest.builder(HttpMethod.GET, "https://example.com/x")
		.build();

	@Test
	void neverCostsNothing() {
		assertThat(around(RedirectPolicy.never(), REQUEST)).isSameAs(FIRST);
	}

	@Test
	void callThatDoesNotFollowCostsNothing() {
		ReachHttpRequest request = REQUEST.mutate().followRedirects(false).build();
		assertThat(around(RedirectPolicy.standard(), request)).isSameAs(FIRST);
	}

	@Test
	void callThatFollowsIsWatchedWhateverTheClientDoes() {
		ReachHttpRequest request = REQUEST.mutate().followRedirects(true).build();
		assertThat(around(RedirectPolicy.never(), request)).isNotSameAs(FIRST);
		assertThat(around(RedirectPolicy.standard(), REQUEST)).isNotSameAs(FIRST);
	}

	@Test
	void bodyOfARedirectThatCannotBeFollowedIsGivenUp() {
		AtomicBoolean givenUp = new AtomicBoolean();
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.LOCATION, "ftp://example.com/x");
		Flux<DataBuffer> body = Flux.<DataBuffer>empty().doOnSubscribe((subscription) -> givenUp.set(true));
		Mono<ReachHttpResponse> redirect = Mono.just(ReachHttpResponse.streaming(302, headers, body));
		Redirects redirects = new Redirects(RedirectPolicy.standard(), 20, new CookieJar(null));
		StepVerifier.create(redirects.around(new Exchange(REQUEST, Map.of()), redirect, (hop) -> redirect))
			.verifyError(ReachRedirectException.class);
		assertThat(givenUp).isTrue();
	}

	private static Mono<ReachHttpResponse> around(RedirectPolicy policy, ReachHttpRequest request) {
		return new Redirects(policy, 20, new CookieJar(null)).around(new Exchange(request, Map.of()), FIRST,
				(hop) -> FIRST);
	}

}
