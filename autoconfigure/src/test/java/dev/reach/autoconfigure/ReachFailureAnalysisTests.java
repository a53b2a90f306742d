package dev.reach.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.reach.ReachClientCustomizer;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ReachProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application that cannot start says: each text tells what happened,
 * where, and what to do, and never a secret.
 */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class ReachFailureAnalysisTests {

	private static final String SECRET = "canary-secret";

	@Test
	void missingCredentials(CapturedOutput output) {
		assertThat(failToStart(output, Application.class)).contains("The Reach client has no API user and no API key.")
			.contains("reach.api-user and reach.api-key")
			.contains("REACH_TALKYLABS_API_USER and REACH_TALKYLABS_API_KEY")
			.contains("ReachConnectionDetails or ReachCredentialsProvider")
			.contains("reach.enabled=false");
	}

	@Test
	void missingApiKey(CapturedOutput output) {
		assertThat(failToStart(output, Application.class, "reach.api-user=" + SECRET))
			.contains("The Reach client has no API key, only an API user.")
			.contains("reach.api-key", "REACH_TALKYLABS_API_KEY");
	}

	@Test
	void missingToken(CapturedOutput output) {
		assertThat(failToStart(output, Application.class, "reach.auth-scheme=bearer", "reach.api-user=" + SECRET))
			.contains("The Reach client has no API key, which is the Bearer token.")
			.contains("    - set the property reach.api-key\n")
			.contains("    - set the environment variable REACH_TALKYLABS_API_KEY\n")
			.doesNotContain("reach.api-user", "API_USER");
	}

	@Test
	void colonInTheUserOfBasicAuthentication(CapturedOutput output) {
		assertThat(failToStart(output, Application.class, "reach.auth-scheme=basic", "reach.api-key=key",
				"reach.api-user=" + SECRET + ":"))
			.contains("Property: reach.api-user\n")
			.contains("It must not have a colon if reach.auth-scheme is basic");
	}

	@Test
	void colonInTheVariableOfBasicAuthentication(CapturedOutput output) {
		assertThat(failToStart(output, Application.class, "reach.auth-scheme=basic", "reach.api-key=key",
				"REACH_TALKYLABS_API_USER=" + SECRET + ":"))
			.contains("Property: REACH_TALKYLABS_API_USER\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { SECRET, "", " ", "====" })
	void secretThatIsNotBase64(String secret, CapturedOutput output) {
		assertThat(failWith(output, "reach.api-secret=" + secret)).contains("Property: reach.api-secret\n")
			.contains("Origin: \"reach.api-secret\" from property source \"commandLineArgs\"\n")
			.contains("must be Base64 as in RFC 4648, section 4, of at least one byte");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			reach.signature-header | not a token   | headers | has a character that is not allowed
			reach.nonce-header     | not a token   | headers | has a character that is not allowed
			reach.signature-header | apikey        | headers | The header holds the credentials
			reach.nonce-header     | APIUSER       | headers | The header holds the credentials or the signature
			reach.nonce-header     | apisignature  | headers | The header holds the credentials or the signature
			reach.signature-header | authorization | bearer  | The header holds the credentials
			reach.nonce-header     | authorization | basic   | The header holds the credentials or the signature
			""")
	void headerThatCannotHoldASignature(String property, String value, String scheme, String reason,
			CapturedOutput output) {
		assertThat(failWith(output, property + "=" + value, "reach.auth-scheme=" + scheme))
			.contains("Property: " + property + "\n")
			.contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reach.api-user", "reach.api-key" })
	void credentialThatCannotBeSent(String property, CapturedOutput output) {
		assertThat(failWith(output, property + "=" + SECRET + "\u00e9")).contains("Property: " + property + "\n")
			.contains("printable ASCII");
	}

	@Test
	void variableThatCannotBeSent(CapturedOutput output) {
		assertThat(failToStart(output, Application.class, "REACH_TALKYLABS_API_USER=user",
				"REACH_TALKYLABS_API_KEY=" + SECRET + " "))
			.contains("Property: REACH_TALKYLABS_API_KEY\n")
			.contains("without blanks");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			api.example.com                       | is not an absolute http or https URL with a host
			ftp://api.example.com                 | is not an absolute http or https URL with a host
			https:///path                         | is not an absolute http or https URL with a host
			https://user:canary-secret@host.test  | must not hold user information
			https://host.test/?key=canary-secret  | must not have a query or a fragment
			https://host.test/#canary-secret      | must not have a query or a fragment
			https://host.test/a b                 | has a character that a URL cannot have
			http://api.example.com                | use https
			''                                    | is not an absolute http or https URL with a host
			""")
	void baseUrl(String value, String reason, CapturedOutput output) {
		assertThat(failWith(output, "reach.base-url=" + value)).contains("Property: reach.base-url\n")
			.contains("Origin: \"reach.base-url\" from property source \"commandLineArgs\"\n")
			.contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reach.connect-timeout=0s", "reach.connect-timeout=-1s", "reach.read-timeout=0",
			"reach.request-timeout=-5ms", "reach.pool.pending-acquire-timeout=0s", "reach.pool.max-idle-time=0s",
			"reach.pool.max-life-time=0s", "reach.proxy.connect-timeout=0s" })
	void durationThatIsNotPositive(String property, CapturedOutput output) {
		assertThat(failWith(output, property)).contains("Property: " + property.replaceAll("=.*", "") + "\n")
			.contains("at least 1ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reach.pool.max-connections=0", "reach.pool.pending-acquire-max-count=-1",
			"reach.redirects.max=0" })
	void numberThatIsNotPositive(String property, CapturedOutput output) {
		assertThat(failWith(output, property)).contains("Property: " + property.replaceAll("=.*", "") + "\n")
			.contains("more than zero");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0B", "-1B", "3GB" })
	void responseSizeOutOfRange(String size, CapturedOutput output) {
		assertThat(failWith(output, "reach.max-response-size=" + size)).contains("Property: reach.max-response-size\n")
			.contains("more than zero and less than 2 GB");
	}

	@Test
	void compressedSizeThatIsNegative(CapturedOutput output) {
		assertThat(failWith(output, "reach.compression.min-request-size=-1B"))
			.contains("Property: reach.compression.min-request-size\n")
			.contains("It must not be negative");
	}

	@Test
	void headerValueWithALineBreak(CapturedOutput output) {
		assertThat(failWith(output, "reach.headers.x-tenant=" + SECRET + "\nx-injected: 1"))
			.contains("Property: reach.headers.x-tenant\n")
			.contains("line break");
	}

	@Test
	void headerNameThatIsNotAToken(CapturedOutput output) {
		assertThat(failWith(output, "reach.headers.[x tenant]=" + SECRET))
			.contains("Property: reach.headers.[x tenant]\n")
			.contains("has a character that is not allowed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reach.api-user-header", "reach.api-key-header" })
	void nameOfCredentialHeaderThatIsNotAToken(String property, CapturedOutput output) {
		assertThat(failWith(output, property + "=not a token")).contains("Property: " + property + "\n")
			.contains("has a character that is not allowed");
	}

	@Test
	void oneHeaderForBothCredentials(CapturedOutput output) {
		assertThat(failWith(output, "reach.api-user-header=x-auth", "reach.api-key-header=X-Auth"))
			.contains("The API user and the API key cannot both be in the header 'x-auth'");
	}

	@Test
	void userAgentExtensionThatCannotBeSent(CapturedOutput output) {
		assertThat(failWith(output, "reach.user-agent-extensions=acm\u00e9/1"))
			.contains("Property: reach.user-agent-extensions\n")
			.contains("not ASCII");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			reach.retry.max-retries               | -1   | It must not be negative
			reach.retry.max-retry-after           | 0s   | It must be at least 1ms
			reach.retry.methods                   | GTE  | It may hold [GET, HEAD, POST
			reach.retry.backoff.initial           | 0s   | It must be at least 1ms
			reach.retry.backoff.multiplier        | 0.5  | It must be at least 1
			reach.retry.backoff.max               | 1ms  | It must not be less than reach.retry.backoff.initial
			reach.retry.backoff.jitter            | 1.5  | It must be from 0 to 1
			reach.retry.budget.capacity           | -1   | It must not be negative
			reach.retry.budget.cost-per-retry     | -1   | It must not be negative
			reach.retry.budget.refund-per-success | -1   | It must not be negative
			reach.hedge.delay                     | 0s   | It must be at least 1ms
			reach.max-tries                       | 0    | It must be at least 1
			reach.host-selection-period           | 0    | It must be more than zero
			""")
	void retryThatCannotWork(String property, String value, String rule, CapturedOutput output) {
		assertThat(failWith(output, property + "=" + value)).contains("Property: " + property + "\n").contains(rule);
	}

	@Test
	void oneOfSeveralBaseUrls(CapturedOutput output) {
		assertThat(failWith(output, "reach.base-urls=https://a.example.com,http://b.example.com"))
			.contains("Property: reach.base-urls[1]\n")
			.contains("would travel in clear");
	}

	@Test
	void fewerTriesThanHosts(CapturedOutput output) {
		assertThat(failWith(output, "reach.base-urls=https://a.example.com,https://b.example.com", "reach.max-tries=1"))
			.contains("Property: reach.max-tries\n")
			.contains("It must be at least 2, so that each host can be asked once");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reach.ssl.bundle", "reach.proxy.ssl.bundle" })
	void unknownSslBundle(String property, CapturedOutput output) {
		assertThat(failWith(output, property + "=reahc", "spring.ssl.bundle.pem.reach.truststore.certificate=any"))
			.contains("Property: " + property + "\n")
			.contains("There is no SSL bundle 'reahc'; those there are: [reach]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					reach.proxy.url       | ftp://user:canary-secret@a         | Its scheme is not one of http, https, socks4, socks5
					reach.proxy.https-url | http://user:canary-secret@a:port   | Its port is not a number from 1 to 65535
					reach.proxy.http-url  | http://user:canary-secret@a/path   | It is not of the form [scheme://][user:password@]host[:port]
					reach.proxy.url       | http://user:canary-secret%@a       | A '%' in its user information is not followed by two hexadecimal digits
					reach.proxy.password  | canary-secret                      | It needs a user name: set 'reach.proxy.username' too
					""")
	void proxyOfAProperty(String property, String value, String reason, CapturedOutput output) {
		assertThat(failWith(output, property + "=" + value)).contains("Property: " + property + "\n")
			.contains("Origin: \"" + property + "\" from property source \"commandLineArgs\"\n")
			.contains("Reason: " + reason)
			.contains("Correct the value of '" + property + "'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy" })
	void proxyOfAVariable(String variable, CapturedOutput output) {
		assertThat(failWith(output, variable + "=http://user:" + SECRET + "@a:port"))
			.contains("The proxy in an environment variable cannot be used:")
			.contains("Variable: " + variable + "\n")
			.contains("Reason: Its port is not a number from 1 to 65535\n")
			.contains("Correct or unset " + variable + ", or set reach.proxy.from-environment=false.");
	}

	@ParameterizedTest
	@CsvSource({ "https.proxyPort, Its port is not", "http.proxyPort, Its port is not",
			"socksProxyPort, Its port is not", "socksProxyVersion, It is neither 4 nor 5" })
	void proxyOfASystemProperty(String property, String reason, CapturedOutput output) {
		String host = property.replaceAll("(Port|Version)", "Host");
		String report = withSystemProperties(Map.of(host, "a", property, SECRET), () -> failWith(output));
		assertThat(report).contains("The proxy in a system property of the JVM cannot be used:")
			.contains("Property: " + property + "\n")
			.contains("Reason: " + reason)
			.contains("Correct or unset " + property + ", or set reach.proxy.from-system-properties=false.");
	}

	@Test
	void proxyOfABean(CapturedOutput output) {
		assertThat(failToStart(output, OwnProxy.class, "reach.api-user=user", "reach.api-key=key"))
			.contains("The Reach client cannot be built")
			.contains("The proxy in 'shop.proxy' cannot be used: its scheme is not one of");
	}

	@ParameterizedTest
	@CsvSource({ "reach.api-kei, reach.api-key", "reach.pool.max-connection, reach.pool.max-connections",
			"reach.conect-timeout, reach.connect-timeout", "reach.ssl.bundel, reach.ssl.bundle",
			"reach.proxy.htps-url, reach.proxy.https-url", "reach.proxy.passwort, reach.proxy.password",
			"reach.proxy.ssl.bundel, reach.proxy.ssl.bundle", "reach.proxi.url, reach.proxy.url" })
	void misspeltKey(String key, String meant, CapturedOutput output) {
		assertThat(failWith(output, key + "=" + SECRET)).contains("Property: " + key + "\n")
			.contains("Did you mean: " + meant + "\n");
	}

	@Test
	void unknownKeyThatIsNearNoOtherOne(CapturedOutput output) {
		assertThat(failWith(output, "reach.colour=" + SECRET)).contains("Property: reach.colour\n")
			.contains("commandLineArgs")
			.doesNotContain("Did you mean");
	}

	@Test
	void misspeltKeyOfSomeoneElseIsLeftToSpringBoot(CapturedOutput output) {
		assertThat(failWith(output, "reachable.any=1", "reach.api-kei=" + SECRET)).doesNotContain("reachable");
	}

	@Test
	void valueOfTheWrongType(CapturedOutput output) {
		assertThat(failWith(output, "reach.connect-timeout=soon")).contains("reach.connect-timeout").contains("soon");
	}

	@Test
	void baseUrlOfABeanThatReplacesTheProperties(CapturedOutput output) {
		assertThat(failToStart(output, OwnDetails.class)).contains("The Reach client cannot be built")
			.contains("http://api.example.com:80")
			.contains("the bean that replaces them");
	}

	@Test
	void nameOfCredentialHeaderSetByACustomizer(CapturedOutput output) {
		assertThat(failToStart(output, OwnCustomizer.class, "reach.api-user=user", "reach.api-key=key"))
			.contains("The Reach client cannot be built")
			.contains("The header name 'not a token' has a character that is not allowed");
	}

	private static String failWith(CapturedOutput output, String... properties) {
		return failToStart(output, Application.class,
				Stream.concat(Stream.of("reach.api-user=user", "reach.api-key=key"), Stream.of(properties))
					.toArray(String[]::new));
	}

	private static String failToStart(CapturedOutput output, Class<?> application, String... properties) {
		String[] arguments = Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new);
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments).close());
		String report = output.getAll();
		assertThat(report).contains("APPLICATION FAILED TO START").doesNotContain(SECRET);
		return report.substring(report.indexOf("APPLICATION FAILED TO START"));
	}

	private static String withSystemProperties(Map<String, String> properties, Supplier<String> action) {
		properties.forEach(System::setProperty);
		try {
			return action.get();
		}
		finally {
			properties.keySet().forEach(System::clearProperty);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnProxy {

		@Bean
		ProxyResolver ownProxyResolver() {
			ReachProxy proxy = ReachProxy.parse("shop.proxy", "ftp://user:" + SECRET + "@a", (warning) -> {
			});
			return (target) -> ProxyDecision.via(proxy, "shop.proxy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnDetails {

		@Bean
		ReachConnectionDetails ownDetails() {
			return new ReachConnectionDetails() {

				@Override
				public ReachCredentials getCredentials() {
					return new ReachCredentials("user", "key");
				}

				@Override
				public URI getBaseUrl() {
					return URI.create("http://api.example.com");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnCustomizer {

		@Bean
		ReachClientCustomizer ownCustomizer() {
			return (builder) -> builder.authScheme(AuthScheme.headers("ApiUser", "not a token"));
		}

	}

}
