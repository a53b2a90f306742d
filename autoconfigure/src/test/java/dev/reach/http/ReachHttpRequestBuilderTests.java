package dev.reach.http;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachHttpRequest.Builder}.
 */
class ReachHttpRequestBuilderTests {

	private final ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/any").header("x", "1").build();

	@Test
	void valueAddedToACopyIsNotInTheOriginal() {
		ReachHttpRequest changed = this.request.mutate().headers((headers) -> headers.add("x", "2")).build();
		ReachHttpRequest again = changed.mutate().headers((headers) -> headers.add("x", "3")).build();
		assertThat(this.request.headers().get("x")).containsExactly("1");
		assertThat(changed.headers().get("x")).containsExactly("1", "2");
		assertThat(again.headers().get("x")).containsExactly("1", "2", "3");
	}

	@Test
	void builderUsedOnDoesNotChangeWhatItBuilt() {
		ReachHttpRequest.Builder builder = this.request.mutate();
		ReachHttpRequest first = builder.build();
		builder.header("y", "1").headers((headers) -> headers.add("x", "2"));
		assertThat(first.headers().headerNames()).containsExactly("x");
		assertThat(first.headers().get("x")).containsExactly("1");
	}

}
