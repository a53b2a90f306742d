package dev.reach.http;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Origin}.
 */
class OriginTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			https://h/a,         HTTPS://H:443/b,   true
			http://h,            http://h:80,       true
			https://h,           http://h,          false
			https://h,           https://h:8443,    false
			https://h,           https://sub.h,     false
			https://h:1,         https://h:2,       false
			https://h,           https://h.,        false
			""")
	void originsAreEqualWhenSchemeHostAndPortAre(URI first, URI second, boolean equal) {
		assertThat(Origin.of(first).equals(Origin.of(second))).isEqualTo(equal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "http://LOCALHOST:1", "http://a.localhost", "http://127.0.0.1",
			"http://127.255.0.9:8080", "http://[::1]", "http://[0:0:0:0:0:0:0:1]", "http://LOCALHOST.",
			"http://[::ffff:127.0.0.1]", "http://[::1%25lo]" })
	void loopbackHostsAreKnownByName(URI uri) {
		assertThat(Origin.of(uri).isLoopback()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1.evil.test", "http://localhost.evil.test", "http://xlocalhost",
			"http://128.0.0.1", "http://[::2]", "http://10.0.0.1", "http://127.test", "http://[::ffff:10.0.0.1]" })
	void otherHostsAreNotLoopback(URI uri) {
		assertThat(Origin.of(uri).isLoopback()).isFalse();
	}

}
