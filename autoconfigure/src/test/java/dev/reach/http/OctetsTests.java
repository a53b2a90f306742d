package dev.reach.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Octets}.
 */
class OctetsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "localhost", "a-b_c.example.com", "192.0.2.1", "a:1", "a.example:65535", "A:00080" })
	void plainAuthority(String text) {
		assertThat(Octets.isPlainAuthority(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", ":80", "a:", "a:b", "a:123456", "a:1:2", "[::1]", "[::1]:80", "user@a", "a@b:1",
			"a/b", "a?", "a#", "a b", "a\t", "*", "a%20b", "ä", "a:１", "a:-1", "a:+1", "a\\b", "a,b" })
	void otherAuthority(String text) {
		assertThat(Octets.isPlainAuthority(text)).isFalse();
	}

}
