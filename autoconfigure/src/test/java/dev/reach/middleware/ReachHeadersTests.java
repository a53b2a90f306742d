package dev.reach.middleware;

import java.util.List;

import dev.reach.http.ReachHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReachHeaders}.
 */
class ReachHeadersTests {

	private final ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/x").build();

	@Test
	void standardNamesTheClientAndWhatItAccepts() {
		HttpHeaders headers = applied(ReachHeaders.standard(List.of("shop/2.1", "(test)")), this.request).headers();
		assertThat(headers.getFirst("Accept")).isEqualTo("application/json");
		assertThat(headers.getFirst("X-Reach-Client")).matches("spring-\\S+");
		assertThat(headers.getFirst("User-Agent"))
			.matches("reach-spring/\\S+ \\(\\S+ \\S+\\) Java/\\S+ shop/2\\.1 \\(test\\)");
	}

	@Test
	void headersOfTheRequestWinWhateverTheirCase() {
		ReachHttpRequest own = this.request.mutate().header("x-team", "mine").build();
		HttpHeaders headers = applied(ReachHeaders.standard(List.of()).with("X-Team", "default"), own).headers();
		assertThat(headers.getValuesAsList("X-Team")).containsExactly("mine");
	}

	@Test
	void aHeaderThatWasAppliedCanBeAddedTo() {
		ReachHttpRequest applied = applied(ReachHeaders.standard(List.of()).with("X-Tag", "a"), this.request);
		ReachHttpRequest changed = applied.mutate().headers((headers) -> headers.add("X-Tag", "b")).build();
		assertThat(changed.headers().get("X-Tag")).containsExactly("a", "b");
		assertThat(applied.headers().get("X-Tag")).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nApiKey: b", "a\nb", "ü", "a\u0000b" })
	void valuesThatAreNoHeaderAreRefusedWithoutShowingThem(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHeaders.standard(List.of()).with("X-Tag", value))
			.withMessageContaining("'X-Tag'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X Tag", "X-Tag:", "X\n" })
	void namesThatAreNoTokenAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHeaders.standard(List.of()).with(name, "a"));
	}

	@Test
	void stringFormShowsNamesOnly() {
		assertThat(ReachHeaders.standard(List.of()).with("X-Secret", "canary")).asString()
			.contains("X-Secret")
			.doesNotContain("canary");
	}

	private static ReachHttpRequest applied(ReachHeaders headers, ReachHttpRequest request) {
		ReachHttpRequest.Builder builder = request.mutate();
		headers.applyTo(builder);
		return builder.build();
	}

}
