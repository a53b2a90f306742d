package dev.reach.proxy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProxyUrl}.
 */
class ProxyUrlTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			http://proxy.test:3128,     http://proxy.test:3128
			proxy.test:3128,            http://proxy.test:3128
			proxy.test,                 http://proxy.test:80
			http://proxy.test/,         http://proxy.test:80
			https://proxy.test,         https://proxy.test:443
			HTTPS://proxy.test:8443,    https://proxy.test:8443
			socks5://proxy.test,        socks5://proxy.test:1080
			socks5h://proxy.test:1,     socks5://proxy.test:1
			socks://proxy.test,         socks5://proxy.test:1080
			socks4a://proxy.test,       socks4://proxy.test:1080
			[::1]:3128,                 http://[::1]:3128
			http://[2001:db8::1],       http://[2001:db8::1]:80
			http://[fe80::1%25eth0]:1,  http://[fe80::1%eth0]:1
			10.0.0.1:8080,              http://10.0.0.1:8080
			' proxy.test:3128 ',        http://proxy.test:3128
			http://proxy.test:,         http://proxy.test:80
			""")
	void addresses(String url, String expected) {
		assertThat(parse(url)).hasToString(expected).extracting(ReachProxy::credentials).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://user:pass@h:1 | user | pass
			user:pass@h:1 | user | pass
			http://us%65r:p%40ss@h | user | p@ss
			http://user:p@ss@h | user | p@ss
			http://user:a:b@h | user | a:b
			http://user:a/b@h | user | a/b
			http://user:a#b?c@h | user | a#b?c
			http://user:a+b@h | user | a+b
			http://user:%C3%A9@h | user | é
			http://user:%25@h | user | %
			http://dom%5Cuser:x@h | dom\\user | x
			""")
	void credentials(String url, String username, String password) {
		assertThat(parse(url).credentials()).isNotNull().satisfies((credentials) -> {
			assertThat(credentials.username()).isEqualTo(username.strip());
			assertThat(credentials.password().get()).isEqualTo(password.strip());
		});
	}

	@Test
	void aUserWithoutPasswordHasAnEmptyOne() {
		assertThat(parse("http://user@h").credentials()).isNotNull()
			.satisfies((credentials) -> assertThat(credentials.password().get()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://canary:secret@h", "http://canary:secret@", "http://canary:secret@h:x",
			"http://canary:secret@h:0", "http://canary:secret@h:65536", "http://canary:secr%et@h",
			"http://canary:secret%4@h", "http://canary:secret@[::1", "http://canary:secret@[name]",
			"http://canary:secret@h/path", "http://canary:secret@a b", "http://canary:secret@[10.0.0.1]",
			"http://canary:secret@h%31", "canary://secret@h", "http://canary:secret@h:-1", "http://canary:secret@h:1:2",
			"http://canary:secret@fe80::1" })
	void aMalformedUrlIsRefusedWithItsSourceAndWithoutItsText(String url) {
		assertThatExceptionOfType(InvalidProxyException.class).isThrownBy(() -> parse(url))
			.withMessageContaining("'HTTPS_PROXY'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("canary", "secr"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			http://canary:secret@proxy.test,    http://proxy.test:80
			https://canary:secret@proxy.test/,  https://proxy.test:443
			socks5://canary:secret@[::1]:,      socks5://[::1]:1080
			""")
	void aPortThatIsAssumedIsToldOfWithoutSecrets(String url, String assumed) {
		List<String> warnings = new ArrayList<>();
		ReachProxy.parse("HTTPS_PROXY", url, warnings::add);
		assertThat(warnings).containsExactly("The proxy in HTTPS_PROXY has no port; it is taken for " + assumed);
	}

	@Test
	void nothingIsToldOfAPortThatIsGiven() {
		List<String> warnings = new ArrayList<>();
		ReachProxy.parse("HTTPS_PROXY", "http://proxy.test:80", warnings::add);
		assertThat(warnings).isEmpty();
	}

	@Test
	void stringFormsShowNoCredentials() {
		ReachProxy proxy = parse("http://canary:secret@h");
		assertThat(proxy).asString().doesNotContain("canary", "secret");
		assertThat(String.valueOf(proxy.credentials())).doesNotContain("canary", "secret");
	}

	private static ReachProxy parse(String url) {
		return ReachProxy.parse("HTTPS_PROXY", url, (warning) -> {
		});
	}

}
