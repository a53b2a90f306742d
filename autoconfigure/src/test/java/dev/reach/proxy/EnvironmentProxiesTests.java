package dev.reach.proxy;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnvironmentProxies}.
 */
class EnvironmentProxiesTests {

	private static final String NOTHING = "direct (nothing is configured)";

	private final List<String> warnings = new ArrayList<>();

	@ParameterizedTest(name = "{0} -> {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			# by the scheme of the target, not of the proxy
			HTTPS_PROXY=http://a:1                      | https://api.test      | http://a:1 (HTTPS_PROXY)
			HTTPS_PROXY=http://a:1                      | http://api.test       | direct (nothing is configured)
			HTTP_PROXY=https://a:1                      | http://api.test       | https://a:1 (HTTP_PROXY)
			HTTP_PROXY=https://a:1                      | https://api.test      | direct (nothing is configured)
			HTTPS_PROXY=a:1 HTTP_PROXY=b:2              | HTTPS://api.test      | http://a:1 (HTTPS_PROXY)
			HTTPS_PROXY=a:1 HTTP_PROXY=b:2              | http://api.test       | http://b:2 (HTTP_PROXY)
			# one for all comes last
			ALL_PROXY=socks5://a:1                      | https://api.test      | socks5://a:1 (ALL_PROXY)
			ALL_PROXY=socks5://a:1                      | http://api.test       | socks5://a:1 (ALL_PROXY)
			ALL_PROXY=a:1 HTTPS_PROXY=b:2               | https://api.test      | http://b:2 (HTTPS_PROXY)
			ALL_PROXY=a:1 HTTPS_PROXY=b:2               | http://api.test       | http://a:1 (ALL_PROXY)
			all_proxy=a:1 HTTPS_PROXY=b:2               | https://api.test      | http://b:2 (HTTPS_PROXY)
			# lower case first
			https_proxy=a:1 HTTPS_PROXY=b:2             | https://api.test      | http://a:1 (https_proxy)
			http_proxy=a:1 HTTP_PROXY=b:2               | http://api.test       | http://a:1 (http_proxy)
			all_proxy=a:1 ALL_PROXY=b:2                 | http://api.test       | http://a:1 (all_proxy)
			# empty and blank are unset
			https_proxy= HTTPS_PROXY=b:2                | https://api.test      | http://b:2 (HTTPS_PROXY)
			https_proxy=~ HTTPS_PROXY=b:2               | https://api.test      | http://b:2 (HTTPS_PROXY)
			HTTPS_PROXY= ALL_PROXY=b:2                  | https://api.test      | http://b:2 (ALL_PROXY)
			HTTPS_PROXY=                                | https://api.test      | direct (nothing is configured)
			''                                          | https://api.test      | direct (nothing is configured)
			# a client of the server can set HTTP_PROXY there, and nothing else
			HTTP_PROXY=a:1 REQUEST_METHOD=GET           | http://api.test       | direct (nothing is configured)
			HTTP_PROXY=a:1 GATEWAY_INTERFACE=CGI/1.1    | http://api.test       | direct (nothing is configured)
			HTTP_PROXY=a:1 REQUEST_METHOD=              | http://api.test       | direct (nothing is configured)
			HTTP_PROXY=a:1 ALL_PROXY=b:2 REQUEST_METHOD=GET | http://api.test   | http://b:2 (ALL_PROXY)
			http_proxy=a:1 REQUEST_METHOD=GET           | http://api.test       | http://a:1 (http_proxy)
			HTTPS_PROXY=a:1 REQUEST_METHOD=GET          | https://api.test      | http://a:1 (HTTPS_PROXY)
			# hosts without proxy
			HTTPS_PROXY=a:1 NO_PROXY=api.test           | https://api.test      | direct (NO_PROXY)
			HTTPS_PROXY=a:1 no_proxy=api.test           | https://x.api.test    | direct (no_proxy)
			HTTPS_PROXY=a:1 no_proxy=b NO_PROXY=api.test | https://api.test     | http://a:1 (HTTPS_PROXY)
			HTTPS_PROXY=a:1 no_proxy= NO_PROXY=api.test | https://api.test      | direct (NO_PROXY)
			HTTPS_PROXY=a:1 NO_PROXY=                   | https://api.test      | http://a:1 (HTTPS_PROXY)
			HTTPS_PROXY=a:1 NO_PROXY=*                  | https://api.test      | direct (NO_PROXY)
			HTTPS_PROXY=a:1 NO_PROXY=*                  | http://api.test       | direct (nothing is configured)
			ALL_PROXY=a:1 NO_PROXY=10.0.0.0/8           | https://10.1.2.3      | direct (NO_PROXY)
			NO_PROXY=*                                  | https://api.test      | direct (nothing is configured)
			# loopback hosts are not of interest here
			HTTP_PROXY=a:1                              | http://localhost      | http://a:1 (HTTP_PROXY)
			""")
	void decisions(String variables, URI target, String decision) {
		assertThat(read(variables).resolve(target)).hasToString(decision);
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void theUpperCaseVariableIsNotEvenReadInAnEnvironmentThatLooksLikeCgi() {
		assertThat(read("HTTP_PROXY=ftp://a REQUEST_METHOD=GET").resolve(URI.create("http://api.test")))
			.hasToString(NOTHING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY" })
	void aVariableThatCannotBeReadIsNamedAndNotShown(String variable) {
		assertThatExceptionOfType(InvalidProxyException.class)
			.isThrownBy(() -> read(variable + "=http://canary:secret@a:port"))
			.withMessage("The proxy in '" + variable + "' cannot be used: its port is not a number from 1 to 65535");
	}

	@Test
	void credentialsComeFromTheUrl() {
		ReachProxy proxy = read("HTTPS_PROXY=http://us%65r:p%40ss@a:1").resolve(URI.create("https://api.test")).proxy();
		assertThat(proxy).isNotNull();
		assertThat(proxy.credentials()).isNotNull().satisfies((credentials) -> {
			assertThat(credentials.username()).isEqualTo("user");
			assertThat(credentials.password().get()).isEqualTo("p@ss");
		});
	}

	@Test
	void aPortThatIsAssumedIsToldOfOnce() {
		read("ALL_PROXY=http://canary:secret@a");
		assertThat(this.warnings).containsExactly("The proxy in ALL_PROXY has no port; it is taken for http://a:80");
	}

	@Test
	void malformedEntriesAreToldOf() {
		read("HTTPS_PROXY=a:1 NO_PROXY=10.0.0.0/33");
		assertThat(this.warnings).singleElement().asString().startsWith("Ignored in NO_PROXY: '10.0.0.0/33'. ");
	}

	private ProxyResolver read(String variables) {
		Map<String, String> values = Arrays.stream(variables.split(" "))
			.filter((variable) -> !variable.isEmpty())
			.map((variable) -> variable.split("=", 2))
			.collect(Collectors.toMap((variable) -> variable[0], (variable) -> variable[1].replace('~', ' ')));
		return EnvironmentProxies.read(values::get, this.warnings::add);
	}

}
