package dev.reach.middleware;

import java.net.URI;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedirectedRequest}.
 */
class RedirectedRequestTests {

	private static final URI TARGET = URI.create("https://other.example.com/x");

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type", "content-length", "Content-Encoding", "CONTENT-LANGUAGE",
			"Content-Location", "Content-Digest", "Digest", "Last-Modified", "Transfer-Encoding", "Trailer", "Expect",
			"If-Match", "If-None-Match", "If-Unmodified-Since", "Host" })
	void headersThatTheGetDoesNotHave(String name) {
		ReachHttpRequest redirected = RedirectedRequest.of(post(name), 303, TARGET);
		assertThat(redirected.headers().containsHeader(name)).isFalse();
		assertThat(redirected.method()).isEqualTo(HttpMethod.GET);
		assertThat(redirected.body().isNone()).isTrue();
		assertThat(redirected.uri()).isEqualTo(TARGET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Language", "Expect", "If-Match", "Authorization", "Accept", "X-Own" })
	void headersThatTheSameRequestKeeps(String name) {
		ReachHttpRequest redirected = RedirectedRequest.of(post(name), 307, TARGET);
		assertThat(redirected.headers().containsHeader(name)).isTrue();
		assertThat(redirected.method()).isEqualTo(HttpMethod.POST);
		assertThat(redirected.body().isNone()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "accept-charset", "Accept-Encoding", "Accept-Language", "Cache-Control",
			"Pragma", "Range", "User-Agent", "X-Reach-Client", "Content-Type", "Content-Encoding", "If-None-Match",
			"traceparent", "tracestate", "b3", "X-B3-TraceId", "X-B3-Sampled" })
	void harmless(String name) {
		assertThat(RedirectedRequest.harmless(post(name)).headers().containsHeader(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "authorization", "Proxy-Authorization", "Proxy-Connection", "Cookie",
			"ApiUser", "ApiKey", "X-Api-Key", "X-Signature", "Referer", "Origin", "X-Accept", "X-Content-Type",
			"Forwarded", "X-Forwarded-For", "baggage", "From" })
	void notHarmless(String name) {
		assertThat(RedirectedRequest.harmless(post(name)).headers().isEmpty()).isTrue();
	}

	private static ReachHttpRequest post(String header) {
		return ReachHttpRequest.builder(HttpMethod.POST, "https://example.com/x")
			.header(header, "value")
			.body(ReachHttpBody.text("content", MediaType.TEXT_PLAIN))
			.build();
	}

}
