package dev.reach.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReachHttpRequest} and {@link ReachHttpBody}.
 */
class ReachHttpRequestTests {

	@Test
	void aBuilderThatIsUsedAgainDoesNotChangeWhatItBuilt() {
		ReachHttpRequest.Builder builder = ReachHttpRequest.builder(HttpMethod.GET, "https://h/x")
			.header("A", "1")
			.attribute("a", 1);
		ReachHttpRequest first = builder.build();
		ReachHttpRequest second = builder.headers((headers) -> headers.add("A", "2")).attribute("a", 2).build();
		assertThat(first.headers().get("A")).containsExactly("1");
		assertThat(first.attributes()).containsEntry("a", 1);
		assertThat(second.headers().get("A")).containsExactly("1", "2");
		assertThat(second.attributes()).containsEntry("a", 2);
	}

	@Test
	void aMutatedCopyLeavesTheOriginal() {
		ReachHttpRequest original = ReachHttpRequest.builder(HttpMethod.GET, "https://h/x").header("A", "1").build();
		ReachHttpRequest copy = original.mutate().headers((headers) -> headers.add("A", "2")).build();
		assertThat(original.headers().get("A")).containsExactly("1");
		assertThat(copy.headers().get("A")).containsExactly("1", "2");
	}

	@Test
	void headersAndAttributesAreReadOnly() {
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "https://h/x").header("A", "1").build();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request.headers().set("A", "2"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request.attributes().put("a", 1));
	}

	@Test
	void stringFormHasNoQueryNoHeaderAndNoBody() {
		ReachHttpRequest request = ReachHttpRequest
			.builder(HttpMethod.POST, "https://user:canary@h:8443/p?q=canary#canary")
			.header("A", "canary")
			.body(ReachHttpBody.text("canary", MediaType.TEXT_PLAIN))
			.build();
		assertThat(request).hasToString("POST https://h:8443/p");
		assertThat(ReachHttpRequest.builder(HttpMethod.GET, "/p?q=canary").build()).hasToString("GET /p");
	}

	@Test
	void aTimeoutOfZeroIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReachHttpRequest.builder(HttpMethod.GET, "/x").timeout(Duration.ZERO))
			.withMessageContaining("more than zero");
	}

	@Test
	void aFormIsEncodedInOrder() {
		ReachHttpBody form = ReachHttpBody.form(Map.of("a b", List.of("+1&2=3", "é")));
		assertThat(form.bytes()).asString().isEqualTo("a+b=%2B1%262%3D3&a+b=%C3%A9");
		assertThat(form.isReplayable()).isTrue();
		assertThat(form.contentType()).isEqualTo(MediaType.APPLICATION_FORM_URLENCODED);
	}

	@Test
	void stringFormOfABodyHasNoText() {
		assertThat(ReachHttpBody.text("canary", MediaType.TEXT_PLAIN)).hasToString("text/plain (6 bytes)");
		assertThat(ReachHttpBody.none()).hasToString("none");
	}

}
