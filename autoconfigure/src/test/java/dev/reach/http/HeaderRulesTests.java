package dev.reach.http;

import java.util.List;

import dev.reach.error.Delivery;
import dev.reach.error.ReachValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link HeaderRules}.
 */
class HeaderRulesTests {

	private final ReachHttpRequest.Builder builder = ReachHttpRequest.builder(HttpMethod.GET, "https://host.test/x");

	@ParameterizedTest
	@ValueSource(strings = { "canary\r\nX-Other: 1", "canary\n", "canary\r", "\u0000canary", "canary\u001b",
			"canary\u007f", "canaryé", "canary\u0085", "canary\u2028", "canary世", "canary🙂" })
	void valueThatCannotBeSentIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.header("X-Tag", "good", value))
			.withMessageContaining("'X-Tag'")
			.withMessageNotContaining("canary");
		ReachHttpRequest request = this.builder.headers((headers) -> headers.add("X-Tag", value)).build();
		assertThatExceptionOfType(ReachValidationException.class).isThrownBy(() -> HeaderRules.requireValid(request))
			.withMessageContaining("GET https://host.test/x was not sent")
			.withMessageContaining("'header X-Tag' has a line break or a character that is not ASCII")
			.withMessageNotContaining("canary")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "with blanks", "with\ttab", "~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./" })
	void printableValueIsTaken(String value) {
		assertThatNoException().isThrownBy(() -> HeaderRules.requireValid(this.builder.header("X-Tag", value).build()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X Tag", "X-Tag:", "X-Tag\r\nX-Other", "X\u0000", "Schlüssel", "(x)", "a/b" })
	void nameThatIsNoTokenIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.header(name, "canary"))
			.withMessageNotContaining("canary");
		ReachHttpRequest request = this.builder.headers((headers) -> headers.add(name, "canary")).build();
		assertThatExceptionOfType(ReachValidationException.class).isThrownBy(() -> HeaderRules.requireValid(request))
			.withMessageContaining("has a character that is not allowed")
			.withMessageNotContaining("canary");
	}

	@Test
	void eachValueIsChecked() {
		ReachHttpRequest request = this.builder
			.headers((headers) -> headers.addAll("X-Tag", List.of("good", "good", "bad\n")))
			.build();
		assertThatExceptionOfType(ReachValidationException.class).isThrownBy(() -> HeaderRules.requireValid(request));
	}

}
