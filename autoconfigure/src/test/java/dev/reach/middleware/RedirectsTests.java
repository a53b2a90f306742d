package dev.reach.middleware;

import java.util.Map;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

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

	private static Mono<ReachHttpResponse> around(RedirectPolicy policy, ReachHttpRequest request) {
		return new Redirects(policy, 20, new CookieJar(null)).around(new Exchange(request, Map.of()), FIRST,
				(hop) -> FIRST);
	}

}
