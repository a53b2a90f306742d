package dev.reach.proxy;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SystemPropertyProxies}.
 */
class SystemPropertyProxiesTests {

	private final Map<String, String> properties = new HashMap<>();

	@ParameterizedTest(name = "{0} -> {1}: {2}")
	@CsvSource(delimiter = '|',
			textBlock = """
					''                                                | https://api.test | direct (nothing is configured)
					https.proxyHost=a                                 | https://api.test | http://a:443 (https.proxyHost)
					https.proxyHost=a https.proxyPort=1               | https://api.test | http://a:1 (https.proxyHost)
					https.proxyHost=a                                 | http://api.test  | direct (nothing is configured)
					http.proxyHost=a                                  | http://api.test  | http://a:80 (http.proxyHost)
					http.proxyHost=a http.proxyPort=1                 | http://api.test  | http://a:1 (http.proxyHost)
					http.proxyHost=a                                  | https://api.test | direct (nothing is configured)
					http.proxyHost=a https.proxyHost=b                | https://api.test | http://b:443 (https.proxyHost)
					https.proxyHost=[2001:db8::1]                     | https://api.test | http://[2001:db8::1]:443 (https.proxyHost)
					https.proxyHost=2001:db8::1                       | https://api.test | http://[2001:db8::1]:443 (https.proxyHost)
					# SOCKS
					socksProxyHost=a                                  | https://api.test | socks5://a:1080 (socksProxyHost)
					socksProxyHost=a socksProxyPort=1                 | http://api.test  | socks5://a:1 (socksProxyHost)
					socksProxyHost=a socksProxyVersion=4              | http://api.test  | socks4://a:1080 (socksProxyHost)
					socksProxyHost=a socksProxyVersion=5              | http://api.test  | socks5://a:1080 (socksProxyHost)
					socksProxyHost=a http.proxyHost=b                 | http://api.test  | http://b:80 (http.proxyHost)
					socksProxyHost=a http.proxyHost=b                 | https://api.test | socks5://a:1080 (socksProxyHost)
					# empty and blank are unset
					https.proxyHost=                                  | https://api.test | direct (nothing is configured)
					https.proxyHost=~                                 | https://api.test | direct (nothing is configured)
					https.proxyHost=a https.proxyPort=                | https://api.test | http://a:443 (https.proxyHost)
					https.proxyHost=a http.nonProxyHosts=             | https://api.test | http://a:443 (https.proxyHost)
					https.proxyHost=a http.nonProxyHosts=             | https://localhost | direct (http.nonProxyHosts)
					socksProxyHost=a socksProxyVersion=               | https://api.test | socks5://a:1080 (socksProxyHost)
					# hosts without proxy: those of http count for https too, those of SOCKS for SOCKS
					https.proxyHost=a http.nonProxyHosts=api.test     | https://api.test | direct (http.nonProxyHosts)
					http.proxyHost=a http.nonProxyHosts=api.test      | http://api.test  | direct (http.nonProxyHosts)
					https.proxyHost=a https.nonProxyHosts=api.test    | https://api.test | http://a:443 (https.proxyHost)
					https.proxyHost=a socksNonProxyHosts=api.test     | https://api.test | http://a:443 (https.proxyHost)
					socksProxyHost=a socksNonProxyHosts=api.test      | https://api.test | direct (socksNonProxyHosts)
					socksProxyHost=a http.nonProxyHosts=api.test      | https://api.test | socks5://a:1080 (socksProxyHost)
					https.proxyHost=a socksProxyHost=b http.nonProxyHosts=api.test | https://api.test | direct (http.nonProxyHosts)
					http.nonProxyHosts=api.test                       | https://api.test | direct (nothing is configured)
					""")
	void decisions(String settings, URI target, String decision) {
		assertThat(read(settings).resolve(target)).hasToString(decision);
	}

	@ParameterizedTest(name = "{0} -> {1}: {2}")
	@CsvSource(textBlock = """
			api.test,             api.test,               true
			API.test,             api.TEST,               true
			api.test,             x.api.test,             false
			api.test,             apixtest,               false
			api.test,             api.test.,              true
			.*,                   api.test,               false
			a.i,                  api,                    false
			(,                    api.test,               false
			[a-z]*,               api.test,               false
			\\Qapi.test\\E,       api.test,               false
			*.test,               api.test,               true
			*.test,               test,                   false
			*test,                apitest,                true
			*.TEST,               api.test,               true
			api.*,                api.test,               true
			api.*,                x.api.test,             false
			*api*,                x.api.test,             true
			a*i.test,             api.test,               false
			*,                    api.test,               true
			*,                    10.0.0.1,               true
			10.*,                 10.0.0.1,               true
			10.*,                 110.0.0.1,              false
			10.0.0.1,             10.0.0.1,               true
			10.0.0.1,             10a0b0c1,               false
			[::1],                [0:0:0:0:0:0:0:1],      true
			::1,                  [::1],                  true
			[fe80:*,              [fe80::1],              true
			a.test|b.test,        b.test,                 true
			'a.test | b.test',    b.test,                 true
			|a.test||,            b.test,                 false
			bücher.test,          xn--bcher-kva.test,     true
			""")
	void hostsWithoutProxy(String list, String host, boolean direct) {
		this.properties.put("http.nonProxyHosts", list);
		assertThat(isDirect(host)).isEqualTo(direct);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0", "[::]", "[::0]" })
	void hostsWithoutProxyIfThePropertyIsNotSet(String host) {
		assertThat(isDirect(host)).isTrue();
		this.properties.put("http.nonProxyHosts", "api.test");
		assertThat(isDirect(host)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			https.proxyHost=a https.proxyPort=canary, https.proxyPort,  its port is not a number from 1 to 65535
			https.proxyHost=a https.proxyPort=0,      https.proxyPort,  its port is not a number from 1 to 65535
			https.proxyHost=a https.proxyPort=65536,  https.proxyPort,  its port is not a number from 1 to 65535
			http.proxyHost=a http.proxyPort=-1,       http.proxyPort,   its port is not a number from 1 to 65535
			https.proxyHost=http://canary,            https.proxyHost,  its host is not a host name or IP address
			https.proxyHost=canary:3128,              https.proxyHost,  its host is not a host name or IP address
			https.proxyHost=user:canary@a,            https.proxyHost,  its host is not a host name or IP address
			https.proxyHost=[canary],                 https.proxyHost,  the host in brackets is not an IPv6 address
			socksProxyHost=a socksProxyPort=canary,   socksProxyPort,   its port is not a number from 1 to 65535
			socksProxyHost=a socksProxyVersion=6,     socksProxyVersion, it is neither 4 nor 5
			""")
	void aPropertyThatCannotBeUsedIsNamedAndNotShown(String settings, String source, String rule) {
		assertThatExceptionOfType(InvalidProxyException.class).isThrownBy(() -> read(settings))
			.withMessage("The proxy in '%s' cannot be used: %s", source, rule);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.proxyPort=any", "socksProxyVersion=any", "socksProxyHost= socksProxyVersion=any" })
	void aPropertyWithoutAHostIsNotLookedAt(String settings) {
		assertThatNoException().isThrownBy(() -> read(settings));
	}

	@ParameterizedTest
	@CsvSource({ "https.proxyHost, https.proxyUser, https.proxyPassword, https://api.test",
			"http.proxyHost, http.proxyUser, http.proxyPassword, http://api.test",
			"socksProxyHost, java.net.socks.username, java.net.socks.password, https://api.test" })
	void credentials(String hostProperty, String userProperty, String passwordProperty, URI target) {
		ReachProxy anonymous = read(hostProperty + "=a " + passwordProperty + "=alone").resolve(target).proxy();
		assertThat(anonymous).isNotNull().extracting(ReachProxy::credentials).isNull();
		ReachProxy proxy = read(hostProperty + "=a " + userProperty + "=user").resolve(target).proxy();
		assertThat(proxy).isNotNull();
		ProxyCredentials credentials = proxy.credentials();
		assertThat(credentials).isNotNull();
		assertThat(credentials.username()).isEqualTo("user");
		this.properties.remove(passwordProperty);
		assertThat(credentials.password().get()).isEmpty();
		this.properties.put(passwordProperty, "changed");
		assertThat(credentials.password().get()).isEqualTo("changed");
	}

	@Test
	void nothingIsReadPerRequest() {
		ProxyResolver resolver = read("https.proxyHost=a");
		this.properties.clear();
		assertThat(resolver.resolve(URI.create("https://api.test"))).hasToString("http://a:443 (https.proxyHost)");
	}

	private boolean isDirect(String host) {
		return read("http.proxyHost=a").resolve(URI.create("http://" + host)).kind() == ProxyDecision.Kind.DIRECT;
	}

	private ProxyResolver read(String settings) {
		Arrays.stream(settings.split(" "))
			.filter((setting) -> !setting.isEmpty())
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> this.properties.put(setting[0], setting[1].replace('~', ' ')));
		return SystemPropertyProxies.read(this.properties::get);
	}

}
