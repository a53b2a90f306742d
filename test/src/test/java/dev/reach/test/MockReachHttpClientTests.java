package dev.reach.test;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MockReachHttpClient}.
 */
class MockReachHttpClientTests extends HttpExchangeContract {

	private final MockReachHttpClient mock = new MockReachHttpClient();

	@Override
	protected ReachHttpClient create(URI host) {
		return this.mock;
	}

	@Override
	protected URI host() {
		return URI.create("https://api.example.com");
	}

	@Override
	protected void answer(Function<ReachHttpRequest, ReachHttpResponse> answers) {
		for (HttpMethod method : HttpMethod.values()) {
			this.mock.answer(method, "/**", answers);
		}
	}

	@Override
	protected List<ReachHttpRequest> received() {
		return this.mock.requests();
	}

	@Test
	void answersAreGivenInTheirOrderAndTheLastOneForGood() {
		this.mock.answer(HttpMethod.GET, "/{id}", ReachHttpResponse.of(503), ReachHttpResponse.of(200))
			.answer(HttpMethod.GET, "/**", ReachHttpResponse.of(404));
		assertThat(List.of(get("/one"), get("/one"), get("/two"), get("/a/b"))).containsExactly(503, 200, 200, 404);
	}

	@Test
	void aRequestNothingIsPreparedForFails() {
		this.mock.answer(HttpMethod.GET, "/one", ReachHttpResponse.of(200))
			.answer(HttpMethod.POST, "/{id}", ReachHttpResponse.of(201));
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> get("/two?filter=1"))
			.withMessage("No answer is prepared for GET https://api.example.com/two, only for: GET /one, POST /{id}")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT))
			.satisfies((ex) -> assertThat(ex.isRecoverable()).isFalse());
		assertThat(this.mock.requests()).hasSize(1);
	}

	private int get(String target) {
		return exchange(request(HttpMethod.GET, target).build()).status();
	}

}
