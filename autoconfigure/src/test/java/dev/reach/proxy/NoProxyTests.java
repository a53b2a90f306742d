package dev.reach.proxy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NoProxy}.
 */
class NoProxyTests {

	@ParameterizedTest(name = "{0} -> {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			# names: itself and below, at a label boundary
			example.test                 | http://example.test             | true
			example.test                 | http://a.example.test           | true
			example.test                 | http://a.b.example.test         | true
			example.test                 | http://notexample.test          | false
			example.test                 | http://example.test.evil        | false
			example.test                 | http://test                     | false
			test                         | http://example.test             | true
			.example.test                | http://example.test             | true
			.example.test                | http://a.example.test           | true
			.example.test                | http://notexample.test          | false
			*.example.test               | http://example.test             | true
			*.example.test               | http://a.example.test           | true
			*.example.test               | http://notexample.test          | false
			a.example.test               | http://example.test             | false
			my_host                      | http://myhost                   | false
			intranet                     | http://intranet                 | true
			intranet                     | http://intranet.example.test    | false
			# everything
			*                            | http://example.test             | true
			*                            | https://10.0.0.1                | true
			*                            | http://[2001:db8::1]            | true
			*:8080                       | http://example.test:8080        | true
			*:8080                       | http://example.test             | false
			# case
			EXAMPLE.test                 | http://example.TEST             | true
			example.test                 | http://EXAMPLE.TEST             | true
			.Example.Test                | http://A.EXAMPLE.TEST           | true
			# dots at the end
			example.test.                | http://example.test             | true
			example.test                 | http://example.test.            | true
			example.test.                | http://a.example.test.          | true
			.example.test.               | http://a.example.test           | true
			# ports
			example.test:8080            | http://example.test:8080        | true
			example.test:8080            | http://a.example.test:8080      | true
			example.test:8080            | http://example.test:9090        | false
			example.test:8080            | http://example.test             | false
			example.test:80              | http://example.test             | true
			example.test:443             | https://example.test            | true
			example.test:443             | http://example.test             | false
			.example.test:8080           | http://a.example.test:8080      | true
			*.example.test:8080          | http://a.example.test:8081      | false
			10.0.0.1:8080                | http://10.0.0.1:8080            | true
			10.0.0.1:8080                | http://10.0.0.1:8081            | false
			10.0.0.0/8:8080              | http://10.9.9.9:8080            | true
			10.0.0.0/8:8080              | http://10.9.9.9                 | false
			[::1]:8080                   | http://[::1]:8080               | true
			[::1]:8080                   | http://[::1]:8081               | false
			# addresses are compared as addresses
			127.0.0.1                    | http://127.0.0.1                | true
			127.0.0.1                    | http://127.0.0.10               | false
			127.0.0.1                    | http://1.127.0.0.1.test         | false
			10.0.0.1                     | http://10a0b0c1                 | false
			10.0.0.1                     | http://x.10.0.0.1.test          | false
			::1                          | http://[::1]                    | true
			[::1]                        | http://[::1]                    | true
			0:0:0:0:0:0:0:1              | http://[::1]                    | true
			2001:DB8::1                  | http://[2001:db8:0:0::1]        | true
			2001:db8::1                  | http://[2001:db8::2]            | false
			::ffff:10.0.0.1              | http://10.0.0.1                 | true
			10.0.0.1                     | http://[::ffff:10.0.0.1]        | true
			10.0.0.1                     | http://example.test             | false
			010.0.0.1.test               | http://10.0.0.1                 | false
			10.0.0.1.                    | http://10.0.0.1                 | true
			fe80::1                      | http://[fe80::1%25eth0]         | true
			fe80::1%eth0                 | http://[fe80::1]                | true
			[fe80::1%25eth0]:8080        | http://[fe80::1%25eth1]:8080    | true
			::1:8080                     | http://[::1]:8080               | false
			::1:8080                     | http://[::1:8080]               | true
			1.1.1.1                      | http://[::1.1.1.1]              | false
			# networks
			fe80::/10                    | http://[fe80::1%25eth0]         | true
			10.0.0.0/8                   | http://[::ffff:10.1.1.1]        | true
			10.0.0.0/8                   | https://10.1.1.1                | true
			10.0.0.0/8:443               | https://10.1.1.1                | true
			[2001:db8::]/32:8080         | http://[2001:db8::9]:8080       | true
			[2001:db8::]/32:8080         | http://[2001:db8::9]            | false
			127.0.0.0/8                  | http://127.0.0.1                | true
			127.0.0.0/8                  | http://128.0.0.1                | false
			10.0.0.0/8                   | http://10.255.0.1               | true
			10.1.2.3/8                   | http://10.255.0.1               | true
			10.0.0.0/9                   | http://10.127.0.1               | true
			10.0.0.0/9                   | http://10.128.0.1               | false
			192.168.1.128/25             | http://192.168.1.200            | true
			192.168.1.128/25             | http://192.168.1.100            | false
			10.0.0.1/32                  | http://10.0.0.1                 | true
			10.0.0.1/32                  | http://10.0.0.2                 | false
			0.0.0.0/0                    | http://1.2.3.4                  | true
			0.0.0.0/0                    | http://[2001:db8::1]            | false
			2001:db8::/32                | http://[2001:db8:ffff::1]       | true
			2001:db8::/32                | http://[2001:db9::1]            | false
			[2001:db8::]/32              | http://[2001:db8::9]            | true
			fe80::/10                    | http://[febf::1]                | true
			fe80::/10                    | http://[fec0::1]                | false
			::/0                         | http://[2001:db8::1]            | true
			10.0.0.0/8                   | http://ten.example.test         | false
			# internationalized names
			bücher.test                  | http://xn--bcher-kva.test       | true
			.bücher.test                 | http://a.xn--bcher-kva.test     | true
			xn--bcher-kva.test           | http://a.xn--bcher-kva.test     | true
			BÜCHER.test                  | http://xn--bcher-kva.test       | true
			# lists
			a.test,b.test                | http://b.test                   | true
			a.test, b.test               | http://b.test                   | true
			a.test b.test                | http://b.test                   | true
			'a.test	b.test'              | http://b.test                   | true
			10.0.0.1,*.test:80           | http://b.test                   | true
			a.test,,b.test               | http://b.test                   | true
			a.test,,b.test               | http://c.test                   | false
			' , a.test , '               | http://a.test                   | true
			' , '                        | http://a.test                   | false
			''                           | http://a.test                   | false
			a.test                       | http://b.test                   | false
			""")
	void entries(String list, URI target, boolean direct) {
		List<String> warnings = new ArrayList<>();
		assertThat(NoProxy.parse("NO_PROXY", list, warnings::add).matches(target)).isEqualTo(direct);
		assertThat(warnings).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "example.test/8", "example.test:0",
			"example.test:65536", "example.test:http", "http://example.test", "[::1", "ex*mple.test", "127.*", "a..b",
			"exa$mple", "256.0.0.1/8", "256.0.0.1", "127.", "192.168", "10.0.0.0-10.0.0.9", "2001:db8::/32:80", "fe80:",
			"::1::2", "[2001:db8::]/129", ".", "*.", ":80", "a|b", "*example.test", "10.0.0.1/8/8" })
	void malformedEntriesAreToldOfAndIgnored(String entry) {
		List<String> warnings = new ArrayList<>();
		NoProxy rules = NoProxy.parse("NO_PROXY", "a.test," + entry + ",b.test", warnings::add);
		assertThat(warnings).singleElement().asString().startsWith("Ignored in NO_PROXY: '" + entry + "'. ");
		assertThat(rules.matches(URI.create("http://a.test"))).isTrue();
		assertThat(rules.matches(URI.create("http://b.test"))).isTrue();
		assertThat(rules.matches(URI.create("http://example.test"))).isFalse();
		assertThat(rules.matches(URI.create("http://127.0.0.1"))).isFalse();
	}

	@Test
	void malformedEntriesAreToldOfTogether() {
		List<String> warnings = new ArrayList<>();
		NoProxy.parse("reach.proxy.no-proxy", "a..b, c.test, 10.0.0.0/33", warnings::add);
		assertThat(warnings).singleElement()
			.asString()
			.startsWith("Ignored in reach.proxy.no-proxy: 'a..b', '10.0.0.0/33'. ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://canary:secret@proxy.test:3128", "a..b,http://canary:secret,pass@proxy.test:3128",
			"canary:sec@ret,//secret@proxy.test:3128", "http://canary:secret proxy@proxy.test:3128" })
	void userInformationIsNotToldOf(String list) {
		List<String> warnings = new ArrayList<>();
		NoProxy.parse("NO_PROXY", list, warnings::add);
		assertThat(warnings).singleElement()
			.asString()
			.contains("***@proxy.test:3128")
			.doesNotContain("canary", "secret", "pass");
	}

}
