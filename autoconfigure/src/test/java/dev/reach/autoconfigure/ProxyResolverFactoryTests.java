package dev.reach.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpResponse;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyResolverFactory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProxyResolverFactoryTests {

	private static final String API = "https://api.test";

	@ParameterizedTest(name = "{0} with {1} -> {2}: {3}")
	@CsvSource(delimiter = '|',
			textBlock = """
					# nothing
					''                                | ''                            | https://api.test  | direct (nothing is configured)
					# properties, by the scheme of the target
					url=http://a:1                    | ''                            | https://api.test  | http://a:1 (reach.proxy.url)
					url=http://a:1                    | ''                            | http://api.test   | http://a:1 (reach.proxy.url)
					url=a:1 https-url=https://b:2     | ''                            | https://api.test  | https://b:2 (reach.proxy.https-url)
					url=a:1 https-url=https://b:2     | ''                            | http://api.test   | http://a:1 (reach.proxy.url)
					url=a:1 http-url=socks5://b:2     | ''                            | http://api.test   | socks5://b:2 (reach.proxy.http-url)
					url=a:1 http-url=socks5://b:2     | ''                            | https://api.test  | http://a:1 (reach.proxy.url)
					https-url=a:1                     | ''                            | http://api.test   | direct (nothing is configured)
					url=a:1 https-url=~               | ''                            | https://api.test  | http://a:1 (reach.proxy.url)
					# properties, then environment
					url=a:1                           | HTTPS_PROXY=b:2               | https://api.test  | http://a:1 (reach.proxy.url)
					https-url=a:1                     | HTTP_PROXY=b:2                | http://api.test   | http://b:2 (HTTP_PROXY)
					url=                              | HTTPS_PROXY=b:2               | https://api.test  | http://b:2 (HTTPS_PROXY)
					''                                | HTTPS_PROXY=b:2               | https://api.test  | http://b:2 (HTTPS_PROXY)
					from-environment=false            | HTTPS_PROXY=b:2               | https://api.test  | direct (nothing is configured)
					''                                | HTTPS_PROXY=b:2 NO_PROXY=api.test | https://api.test | direct (NO_PROXY)
					url=a:1                           | NO_PROXY=api.test             | https://api.test  | http://a:1 (reach.proxy.url)
					# the list of the properties holds whatever the source
					url=a:1 no-proxy=api.test         | ''                            | https://api.test  | direct (reach.proxy.no-proxy)
					url=a:1 no-proxy=b,api.test       | ''                            | https://api.test  | direct (reach.proxy.no-proxy)
					url=a:1 no-proxy[0]=b no-proxy[1]=.test | ''                      | https://api.test  | direct (reach.proxy.no-proxy)
					no-proxy=api.test                 | HTTPS_PROXY=b:2               | https://api.test  | direct (reach.proxy.no-proxy)
					no-proxy=other.test               | HTTPS_PROXY=b:2               | https://api.test  | http://b:2 (HTTPS_PROXY)
					url=a:1 no-proxy=                 | ''                            | https://api.test  | http://a:1 (reach.proxy.url)
					# loopback hosts
					url=a:1                           | ''                            | http://localhost  | direct (loopback host)
					url=a:1                           | ''                            | http://[::1]:80   | direct (loopback host)
					''                                | HTTP_PROXY=b:2                | http://127.0.0.2  | direct (loopback host)
					bypass-loopback=false url=a:1     | ''                            | http://localhost  | http://a:1 (reach.proxy.url)
					bypass-loopback=false             | HTTP_PROXY=b:2                | http://localhost  | http://b:2 (HTTP_PROXY)
					bypass-loopback=false no-proxy=localhost | HTTP_PROXY=b:2         | http://localhost  | direct (reach.proxy.no-proxy)
					# certainly direct
					enabled=false url=a:1             | HTTPS_PROXY=b:2               | https://api.test  | direct (reach.proxy.enabled=false)
					enabled=false bypass-loopback=false | HTTPS_PROXY=b:2             | http://localhost  | direct (reach.proxy.enabled=false)
					""")
	void theFirstSourceThatDecidesWins(String properties, String variables, URI target, String decision) {
		runner(properties, variables)
			.run((context) -> assertThat(context.getBean(ProxyResolver.class).resolve(target)).hasToString(decision));
	}

	@ParameterizedTest(name = "{0} with {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			''                           | ''              | http://c:3 (https.proxyHost)
			''                           | HTTPS_PROXY=b:2 | http://b:2 (HTTPS_PROXY)
			url=a:1                      | ''              | http://a:1 (reach.proxy.url)
			from-system-properties=false | ''              | direct (nothing is configured)
			from-environment=false       | HTTPS_PROXY=b:2 | http://c:3 (https.proxyHost)
			no-proxy=api.test            | ''              | direct (reach.proxy.no-proxy)
			enabled=false                | ''              | direct (reach.proxy.enabled=false)
			""")
	void systemPropertiesComeLast(String properties, String variables, String decision) {
		runner(properties, variables).withSystemProperties("https.proxyHost=c", "https.proxyPort=3")
			.run((context) -> assertThat(decision(context)).hasToString(decision));
	}

	@Test
	void configuredAndUnconfiguredAndCertainlyDirectAreToldApart() {
		runner("url=a:1", "")
			.run((context) -> assertThat(decision(context).kind()).isEqualTo(ProxyDecision.Kind.PROXY));
		runner("", "").run((context) -> assertThat(decision(context).kind()).isEqualTo(ProxyDecision.Kind.UNDECIDED));
		runner("enabled=false", "")
			.run((context) -> assertThat(decision(context).kind()).isEqualTo(ProxyDecision.Kind.DIRECT));
	}

	@ParameterizedTest
	@CsvSource({ "enabled=false, HTTPS_PROXY=ftp://a, https.proxyPort=x",
			"from-environment=false, HTTPS_PROXY=ftp://a, https.proxyPort=1",
			"from-system-properties=false, HTTPS_PROXY=a:1, https.proxyPort=x" })
	void whatIsSwitchedOffIsNotValidated(String property, String variable, String systemProperty) {
		runner(property, variable).withSystemProperties("https.proxyHost=c", systemProperty)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theUpperCaseVariableDoesNotAnswerForTheOneInLowerCase() {
		runner("", "HTTP_PROXY=a:1 REQUEST_METHOD=GET").run((context) -> {
			assertThat(context.getEnvironment().getProperty("http_proxy")).isEqualTo("a:1");
			assertThat(context.getBean(ProxyResolver.class).resolve(URI.create("http://api.test")))
				.hasToString("direct (nothing is configured)");
		});
		runner("", "HTTP_PROXY=a:1")
			.run((context) -> assertThat(context.getBean(ProxyResolver.class).resolve(URI.create("http://api.test")))
				.hasToString("http://a:1 (HTTP_PROXY)"));
	}

	@Test
	void variablesComeFromAnImportedFileToo(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve(".env"), "HTTPS_PROXY=http://${PROXY_USER}:p@imported:1\n");
		runner("", "PROXY_USER=user").withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("spring.config.import=file:" + file + "[.properties]")
			.run((context) -> {
				assertThat(decision(context)).hasToString("http://imported:1 (HTTPS_PROXY)");
				assertThat(credentials(context).username()).isEqualTo("user");
			});
	}

	@Test
	void variablesComeFromTestPropertiesToo() {
		runner("", "HTTPS_PROXY=a:1").withPropertyValues("HTTPS_PROXY=b:2")
			.run((context) -> assertThat(decision(context)).hasToString("http://b:2 (HTTPS_PROXY)"));
		runner("", "HTTPS_PROXY=a:1").withPropertyValues("HTTPS_PROXY=")
			.run((context) -> assertThat(decision(context)).hasToString("direct (nothing is configured)"));
	}

	@ParameterizedTest
	@CsvSource({ "url=http://old:old@a:1, ''", "'', HTTPS_PROXY=http://old:old@a:1", "'', HTTPS_PROXY=a:1" })
	void credentialsAreForWhicheverProxyIsFound(String property, String variable) {
		runner(property + " username=user password=p@ss", variable).run((context) -> {
			assertThat(credentials(context).username()).isEqualTo("user");
			assertThat(credentials(context).password().get()).isEqualTo("p@ss");
		});
	}

	@Test
	void credentialsAreForAProxyOfTheSystemPropertiesToo() {
		runner("username=user", "").withSystemProperties("https.proxyHost=c", "https.proxyUser=old")
			.run((context) -> assertThat(credentials(context).username()).isEqualTo("user"));
	}

	@Test
	void credentialsOfTheUrlCountWhereNoOthersAreSet() {
		runner("url=http://old:secret@a:1 username= password=", "").run((context) -> {
			assertThat(credentials(context).username()).isEqualTo("old");
			assertThat(credentials(context).password().get()).isEqualTo("secret");
		});
	}

	@Test
	void aUserWithoutPasswordHasAnEmptyOne() {
		runner("url=http://old:secret@a:1 username=user", "")
			.run((context) -> assertThat(credentials(context).password().get()).isEmpty());
	}

	@Test
	void thePasswordIsReadAgain() {
		Map<String, Object> vault = new HashMap<>(Map.of("reach.proxy.password", "first"));
		runner("url=a:1 username=user", "").withInitializer(first(vault)).run((context) -> {
			ProxyCredentials credentials = credentials(context);
			assertThat(credentials.password().get()).isEqualTo("first");
			vault.put("reach.proxy.password", "second");
			assertThat(credentials.password().get()).isEqualTo("second");
			vault.put("reach.proxy.password", "");
			assertThat(credentials.password().get()).isEmpty();
			vault.remove("reach.proxy.password");
			assertThat(credentials.password().get()).isEqualTo("first");
		});
	}

	@Test
	void malformedEntriesAndAssumedPortsAreToldOfOnceAndWithoutSecrets(CapturedOutput output) {
		runner("no-proxy=10.0.0.0/33,a..b http-url=http://canary:canary@a",
				"ALL_PROXY=http://canary:canary@b NO_PROXY=canary:canary@c:d")
			.withPropertyValues("reach.clients.marketing.proxy.connect-timeout=5s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.containsOnlyOnce("The proxy in reach.proxy.http-url has no port; it is taken for http://a:80")
			.containsOnlyOnce("The proxy in ALL_PROXY has no port; it is taken for http://b:80")
			.containsOnlyOnce("Ignored in reach.proxy.no-proxy: '10.0.0.0/33', 'a..b'. ")
			.containsOnlyOnce("Ignored in NO_PROXY: '***@c:d'. ")
			.doesNotContain("canary");
	}

	@Test
	void aResolverOfTheApplicationReplacesAllSources(CapturedOutput output) {
		ProxyResolver own = (target) -> ProxyDecision.direct("own");
		runner("url=ftp://a no-proxy=10.0.0.0/33 password=p", "HTTPS_PROXY=ftp://a NO_PROXY=10.0.0.0/33")
			.withSystemProperties("https.proxyHost=c", "https.proxyPort=x")
			.withBean(ProxyResolver.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().getBean(ProxyResolver.class).isSameAs(own));
		assertThat(output).doesNotContain("Ignored in");
	}

	@Test
	void anAuthenticatorOfTheApplicationReplacesTheStandardOne() {
		ProxyAuthenticator own = (request) -> Mono.empty();
		runner("", "").withBean(ProxyAuthenticator.class, () -> own)
			.run((context) -> assertThat(context).getBean(ProxyAuthenticator.class).isSameAs(own));
		runner("", "").run((context) -> assertThat(context).hasSingleBean(ProxyAuthenticator.class));
	}

	@Test
	void nothingIsReadForATransportOfTheApplication(CapturedOutput output) {
		ReachHttpClient fixed = ReachHttpClient.fixed(ReachHttpResponse.of(200));
		ApplicationContextRunner runner = runner("url=ftp://a no-proxy=10.0.0.0/33", "HTTPS_PROXY=ftp://a");
		runner.withBean(ReachHttpClient.class, () -> fixed).run((context) -> assertThat(context).hasNotFailed());
		runner.withBean(ReachHttpClientFactory.class, () -> (host) -> fixed)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Ignored in");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			''                                    | http://a:1 (reach.proxy.url)
			url=b:2                               | http://b:2 (reach.clients.marketing.proxy.url)
			https-url=b:2                         | http://b:2 (reach.clients.marketing.proxy.https-url)
			http-url=b:2                          | http://a:1 (reach.proxy.url)
			url=                                  | http://c:3 (HTTPS_PROXY)
			url= from-environment=false           | direct (nothing is configured)
			enabled=false                         | direct (reach.clients.marketing.proxy.enabled=false)
			no-proxy=api.test                     | direct (reach.clients.marketing.proxy.no-proxy)
			connect-timeout=5s                    | http://a:1 (reach.proxy.url)
			""")
	void anAccountInheritsWhatItLeavesOut(String properties, String decision) {
		runner("url=a:1", "HTTPS_PROXY=c:3")
			.withPropertyValues(properties("reach.clients.marketing.proxy.", properties))
			.withPropertyValues("reach.clients.marketing.api-user=marketing", "reach.clients.marketing.api-key=key")
			.run((context) -> {
				assertThat(resolverOfAccount(context).resolve(URI.create(API))).hasToString(decision);
				assertThat(decision(context)).hasToString("http://a:1 (reach.proxy.url)");
			});
	}

	@Test
	void anAccountReadsItsOwnPasswordAgainAndElseTheSharedOne() {
		Map<String, Object> vault = new HashMap<>(
				Map.of("reach.proxy.password", "shared", "reach.clients.marketing.proxy.password", "own"));
		runner("url=a:1 username=user", "").withInitializer(first(vault)).run((context) -> {
			ProxyCredentials credentials = Objects
				.requireNonNull(resolverOfAccount(context).resolve(URI.create(API)).proxy())
				.credentials();
			assertThat(credentials).isNotNull();
			assertThat(credentials.password().get()).isEqualTo("own");
			vault.put("reach.clients.marketing.proxy.password", "changed");
			assertThat(credentials.password().get()).isEqualTo("changed");
			assertThat(credentials(context).password().get()).isEqualTo("shared");
			vault.remove("reach.clients.marketing.proxy.password");
			vault.put("reach.proxy.password", "changed too");
			assertThat(credentials.password().get()).isEqualTo("changed too");
		});
	}

	@Test
	void anAccountUsesTheResolverOfTheApplicationUnlessItHasSettingsOfItsOwn() {
		ProxyResolver own = (target) -> ProxyDecision.direct("own");
		ApplicationContextRunner runner = runner("", "").withBean(ProxyResolver.class, () -> own)
			.withPropertyValues("reach.clients.marketing.read-timeout=5s");
		runner.run((context) -> assertThat(resolverOfAccount(context)).isSameAs(own));
		runner.withPropertyValues("reach.clients.marketing.proxy.url=b:2")
			.run((context) -> assertThat(resolverOfAccount(context).resolve(URI.create(API)))
				.hasToString("http://b:2 (reach.clients.marketing.proxy.url)"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "url=ftp://canary:canary@a", "password=canary", "ssl.bundle=canary", "connect-timeout=0s" })
	void aBadValueOfAnAccountIsReportedUnderTheKeyWhereItStands(String property) {
		String key = "reach.clients.marketing.proxy." + property.substring(0, property.indexOf('='));
		runner("", "").withPropertyValues("reach.clients.marketing.proxy." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'" + key + "'"));
	}

	@Test
	void theStringFormOfThePropertiesShowsNothing() {
		runner("url=http://canary:canary@a:1 username=canary password=canary", "").run((context) -> {
			ReachProperties.Proxy properties = context.getBean(ReachProperties.class).proxy();
			assertThat(properties.password()).isEqualTo("canary");
			assertThat(properties).hasToString("Proxy");
			assertThat(decision(context)).asString().doesNotContain("canary");
			assertThat(credentials(context)).asString().doesNotContain("canary");
		});
	}

	@Test
	void variablesAreReadOnceForAllAccounts() {
		AtomicInteger reads = new AtomicInteger();
		Map<String, Object> source = new HashMap<>() {

			@Override
			public @Nullable Object get(Object key) {
				reads.addAndGet("https_proxy".equals(key) ? 1 : 0);
				return super.get(key);
			}

		};
		runner("", "").withInitializer(first(source))
			.withPropertyValues("reach.clients.marketing.proxy.connect-timeout=5s")
			.run((context) -> {
				int afterStart = reads.get();
				assertThat(afterStart).isPositive();
				context.getBean(ProxyResolver.class).resolve(URI.create(API));
				resolverOfAccount(context).resolve(URI.create(API));
				assertThat(reads).hasValue(afterStart);
			});
	}

	private static ApplicationContextRunner runner(String properties, String variables) {
		Map<String, Object> environment = Arrays.stream(variables.split(" "))
			.filter((variable) -> !variable.isEmpty())
			.map((variable) -> variable.split("=", 2))
			.collect(Collectors.toMap((variable) -> variable[0], (variable) -> variable[1]));
		// Without the connector of Spring Boot, which refuses some system properties
		// itself.
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ReachAutoConfiguration.class, ReachTransportAutoConfiguration.class))
			.withInitializer(TestContexts.variables(environment))
			.withPropertyValues("reach.api-user=user", "reach.api-key=key")
			.withPropertyValues(properties("reach.proxy.", properties));
	}

	private static String[] properties(String prefix, String properties) {
		return Arrays.stream(properties.split(" "))
			.filter((property) -> !property.isEmpty())
			.map((property) -> prefix + property.replace('~', ' '))
			.toArray(String[]::new);
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> first(Map<String, Object> source) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("vault", source));
	}

	private static ProxyDecision decision(ApplicationContext context) {
		return context.getBean(ProxyResolver.class).resolve(URI.create(API));
	}

	private static ProxyCredentials credentials(ApplicationContext context) {
		return Objects.requireNonNull(Objects.requireNonNull(decision(context).proxy()).credentials());
	}

	private static ProxyResolver resolverOfAccount(ApplicationContext context) {
		assertThat(context.getBeansOfType(NamedReachClients.class)).isNotEmpty();
		return context.getBean(NamedReachClients.class)
			.proxyResolver("marketing",
					new ReachPropertyMapper(NamedReachProperties.bind(context.getEnvironment(), "marketing")));
	}

}
