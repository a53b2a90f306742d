package dev.reach.http;

import java.net.URI;

import dev.reach.error.ReachConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BaseUrl}.
 */
class BaseUrlTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			https://h,           /x,                 https://h/x
			https://h,           x,                  https://h/x
			https://h/,          /x,                 https://h/x
			https://h/a/b,       /x,                 https://h/a/b/x
			https://h/a/b/,      x,                  https://h/a/b/x
			https://h/a,         ?q=1,               https://h/a?q=1
			https://h:8443/a,    x?q=a%2Fb,          https://h:8443/a/x?q=a%2Fb
			https://h,           /c%2Fd/e,           https://h/c%2Fd/e
			https://h,           /a/../b/./c//?q,    https://h/a/../b/./c//?q
			https://h,           ///x,               https://h///x
			https://h,           /x?q=1#f,           https://h/x?q=1#f
			https://[::1]:1,     /x,                 https://[::1]:1/x
			https://h,           ?q=1,               https://h?q=1
			https://[::1]:1/a,   /x,                 https://[::1]:1/a/x
			https://h/a,         https://other/y?z,  https://other/y?z
			""")
	void resolveConcatenatesAndKeepsThePath(URI base, URI relative, URI expected) {
		assertThat(new BaseUrl(base).resolve(relative)).isEqualTo(expected).hasToString(expected.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.test/x", "mailto:someone@example.com", "file:/etc/passwd", "https:/x" })
	void resolveRefusesWhatNamesAHostInAnotherWay(URI uri) {
		BaseUrl base = new BaseUrl(URI.create("https://h"));
		assertThatIllegalArgumentException().isThrownBy(() -> base.resolve(uri));
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.example.com", "/path", "ftp://h", "https:///x", "https://h?q=1", "https://h#f",
			"https://under_score" })
	void aUrlThatCannotBeABaseIsRefused(URI uri) {
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> new BaseUrl(uri))
			.withMessageContaining(uri.toString().replaceAll("[?#].*", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://canary:secret@h", "https://canary@under_score" })
	void userInformationIsRefusedWithoutShowingIt(URI uri) {
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> new BaseUrl(uri))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("canary"));
	}

	@Test
	void stringFormIsTheUrl() {
		assertThat(new BaseUrl(URI.create("https://h/a/"))).hasToString("https://h/a");
	}

}
