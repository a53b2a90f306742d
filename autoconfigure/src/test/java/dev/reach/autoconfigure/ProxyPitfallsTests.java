package dev.reach.autoconfigure;

import java.net.Authenticator;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachProxyException;
import dev.reach.netty.FaultServer;
import dev.reach.proxy.InvalidProxyException;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ReachProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what other clients got wrong with proxies, each through the auto-configured
 * client.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProxyPitfallsTests {

	private static final URI API = URI.create("https://api.reach.test");

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@BeforeEach
	void serve() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("direct");
			}
		});
		this.proxy.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				if (request.startsWith("CONNECT ")) {
					peer.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
							+ "Content-Length: 0\r\n\r\n");
				}
				else {
					peer.answer("proxied");
				}
			}
		});
	}

	@Test
	void variablesAreReadWithoutAnyOtherSwitchAndHaveOneOfTheirOwn() {
		ApplicationContextRunner runner = runner(Map.of("HTTPS_PROXY", "proxy.test:3128"));
		runner.run((context) -> assertThat(decision(context)).hasToString("http://proxy.test:3128 (HTTPS_PROXY)"));
		runner.withPropertyValues("reach.proxy.from-environment=false")
			.run((context) -> assertThat(decision(context).kind()).isEqualTo(ProxyDecision.Kind.UNDECIDED));
	}

	@Test
	void noProxyIsAnAnswerAndTheSourceIsLoggedOnce(CapturedOutput output) {
		ApplicationContextRunner runner = runner(Map.of("HTTPS_PROXY", "http://user:canary-secret@proxy.test:3128"));
		runner.withPropertyValues("reach.proxy.enabled=false")
			.run((context) -> assertThat(decision(context).kind()).isEqualTo(ProxyDecision.Kind.DIRECT));
		runner.run((context) -> context.getBean(ReachClient.class));
		assertThat(output).doesNotContain("canary-secret")
			.containsOnlyOnce("Requests to https://api.reach.test:443 go through the proxy http://proxy.test:3128, "
					+ "because of HTTPS_PROXY")
			.containsOnlyOnce("Requests to https://api.reach.test:443 go without a proxy, because of "
					+ "reach.proxy.enabled=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void blankIsUnsetEverywhere(String blank) {
		runner(Map.of("https_proxy", blank, "HTTPS_PROXY", "proxy.test:1", "no_proxy", blank, "NO_PROXY", " , ,, "))
			.withPropertyValues("reach.proxy.url=" + blank, "reach.proxy.https-url=" + blank,
					"reach.proxy.username=" + blank, "reach.proxy.password=" + blank, "reach.proxy.no-proxy=" + blank)
			.withSystemProperties("https.proxyHost=" + blank, "https.proxyPort=" + blank)
			.run((context) -> assertThat(decision(context)).hasToString("http://proxy.test:1 (HTTPS_PROXY)"));
	}

	@Test
	void hostAndPortWithoutSchemeMeanHttp() {
		through("proxy.test:3128")
			.run((context) -> assertThat(decision(context).proxy()).hasToString("http://proxy.test:3128"));
	}

	@ParameterizedTest
	@CsvSource({ "http://proxy.test, 80", "https://proxy.test, 443", "socks5://proxy.test, 1080" })
	void missingPortIsThatOfTheSchemeWithAWarning(String url, int port, CapturedOutput output) {
		through(url).run((context) -> assertThat(decision(context).proxy()).hasToString(url + ":" + port));
		assertThat(output).contains("The proxy in HTTPS_PROXY has no port; it is taken for " + url + ":" + port);
	}

	@Test
	void secureProxyIsNeverSpokenToInClear() {
		this.proxy.onConnection((peer) -> {
			this.proxy.arrived(peer.read(6));
			peer.reset();
		});
		through("https://user:canary-secret@localhost:" + this.proxy.port()).run((context) -> {
			ReachProxyException failure = fail(context);
			assertThat(failure).hasMessageContaining("http://localhost:" + this.proxy.port());
			assertThat(this.proxy.awaitRequest()).as("the start of a TLS handshake").startsWith("\u0016\u0003");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			user:p%40ss%3Aw | user | p@ss:w
			user:p@ss       | user | p@ss
			user:a:b        | user | a:b
			user:a+b        | user | a+b
			user            | user | ''
			user:           | user | ''
			""")
	void credentialsOfAUrlAreSplitAndDecodedAsWritten(String userInfo, String username, String password) {
		through("http://" + userInfo + "@proxy.test:3128").run((context) -> {
			ReachProxy proxy = decision(context).proxy();
			assertThat(proxy).isNotNull();
			ProxyCredentials credentials = proxy.credentials();
			assertThat(credentials).isNotNull();
			assertThat(credentials.username()).isEqualTo(username);
			assertThat(credentials.password().get()).isEqualTo(password);
		});
	}

	@ParameterizedTest
	@CsvSource({ "[::1]:3128, http://[::1]:3128", "http://[2001:db8::1], http://[2001:db8::1]:80" })
	void ipv6AddressesStandInBrackets(String url, String proxy) {
		runner(Map.of("HTTPS_PROXY", url, "NO_PROXY", "2001:db8::/32,fe80::1%eth0")).run((context) -> {
			assertThat(decision(context).proxy()).hasToString(proxy);
			assertThat(decision(context, URI.create("https://[2001:db8::9]"))).hasToString("direct (NO_PROXY)");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			other.test, api.reach.test | direct
			.reach.test                | direct
			*.reach.test               | direct
			.REACH.test.               | direct
			each.test                  | proxy
			api.reach.tes.             | proxy
			'api.reach.test|other.test' | proxy
			api.reach.test:8443        | proxy
			10.0.0.0/8                 | proxy
			ap..reach.test             | proxy
			""")
	void entriesWithoutProxyAreNoPatternsAndEndAtALabel(String list, String way) {
		runner(Map.of("HTTPS_PROXY", "proxy.test:1", "NO_PROXY", list))
			.run((context) -> assertThat(decision(context).kind().name().toLowerCase(Locale.ROOT)).isEqualTo(way));
	}

	@Test
	void schemeOfTheTargetChoosesTheProxy() {
		runner(Map.of("HTTPS_PROXY", "http://secure.test:1", "HTTP_PROXY", "https://clear.test:2")).run((context) -> {
			assertThat(decision(context)).hasToString("http://secure.test:1 (HTTPS_PROXY)");
			assertThat(decision(context, URI.create("http://a.test"))).hasToString("https://clear.test:2 (HTTP_PROXY)");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "REQUEST_METHOD", "GATEWAY_INTERFACE" })
	void variableThatARequestCanSetIsIgnored(String cgi) {
		Map<String, Object> variables = new HashMap<>(Map.of("HTTP_PROXY", "evil.test:1", cgi, "GET"));
		URI target = URI.create("http://a.test");
		runner(variables).run((context) -> assertThat(decision(context, target).proxy()).isNull());
		variables.put("http_proxy", "good.test:1");
		runner(variables)
			.run((context) -> assertThat(decision(context, target)).hasToString("http://good.test:1 (http_proxy)"));
	}

	@Test
	void passwordIsNotGivenToTheWholeJvm() {
		Authenticator before = Authenticator.getDefault();
		through("http://user:secret@localhost:" + this.proxy.port()).run((context) -> {
			fail(context);
			assertThat(Authenticator.getDefault()).isSameAs(before);
		});
	}

	@Test
	void everyWayOfTheClientGoesThroughTheProxy() {
		through("http://localhost:" + this.proxy.port())
			.withPropertyValues("reach.clients.marketing.request-timeout=20s")
			.run((context) -> {
				for (ReachClient client : new ReachClient[] { context.getBean(ReachClient.class),
						context.getBean("marketingReachClient", ReachClient.class) }) {
					catchThrowableOfType(ReachProxyException.class,
							() -> client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!"));
					catchThrowableOfType(ReachProxyException.class, () -> client.http().get("/"));
					catchThrowableOfType(ReachProxyException.class,
							() -> client.reactive().messaging().messagingItems().list().blockLast());
				}
				assertThat(this.proxy.requests()).hasSize(6)
					.allSatisfy((request) -> assertThat(request).startsWith("CONNECT api.reach.test:443 "));
			});
	}

	@Test
	void targetInClearIsAskedForInAbsoluteForm() {
		runner(Map.of("HTTP_PROXY", this.proxy.url().toString()))
			.withPropertyValues("reach.base-url=" + this.server.url(), "reach.proxy.bypass-loopback=false")
			.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
		assertThat(this.proxy.requests()).singleElement()
			.asString()
			.startsWith("GET " + this.server.url() + "/any HTTP/1.1\r\n");
	}

	@Test
	void loopbackHostsAreReachedDirectly() {
		runner(Map.of("HTTP_PROXY", this.proxy.url().toString(), "ALL_PROXY", this.proxy.url().toString()))
			.withPropertyValues("reach.base-url=" + this.server.url())
			.run((context) -> assertThat(get(context)).isEqualTo("direct"));
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void addressFilterGuardsWhatIsBehindTheProxyToo() {
		through("http://localhost:" + this.proxy.port())
			.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("192.0.2.0/24"))
			.run((context) -> {
				ReachConnectException failure = catchThrowableOfType(ReachConnectException.class,
						() -> context.getBean(ReachClient.class).http().get("/any"));
				assertThat(failure).hasMessageContaining("InetAddressFilter").hasMessageNotContaining("null");
				assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
				assertThat(this.proxy.connections()).isZero();
			});
	}

	@Test
	void refusalOfTheProxyIsNamedAndNoFaultOfTls() {
		through("http://localhost:" + this.proxy.port()).run((context) -> {
			ReachProxyException failure = fail(context);
			assertThat(failure)
				.hasMessageStartingWith(
						"The proxy http://localhost:%d wants authentication (407 ".formatted(this.proxy.port()))
				.hasMessageNotContaining("TLS");
			assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
		});
	}

	@Test
	void urlThatCannotBeReadStopsTheStartUpWithoutItsText() {
		through("http://user:canary-secret@proxy.test:port").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidProxyException.class)
			.hasMessageContaining("HTTPS_PROXY")
			.hasMessageNotContaining("canary-secret"));
	}

	private ApplicationContextRunner through(String url) {
		return runner(Map.of("HTTPS_PROXY", url));
	}

	private static ApplicationContextRunner runner(Map<String, Object> variables) {
		return TestContexts.runner()
			.withInitializer(TestContexts.variables(variables))
			.withPropertyValues("reach.base-url=" + API, "reach.api-user=user", "reach.api-key=key");
	}

	private static ProxyDecision decision(ApplicationContext context) {
		return decision(context, API);
	}

	private static ProxyDecision decision(ApplicationContext context, URI target) {
		return context.getBean(ProxyResolver.class).resolve(target);
	}

	private static ReachProxyException fail(ApplicationContext context) {
		ReachProxyException failure = catchThrowableOfType(ReachProxyException.class,
				() -> context.getBean(ReachClient.class).http().get("/any"));
		assertThat(failure).isNotNull();
		return failure;
	}

	private static String get(ApplicationContext context) {
		return String.valueOf(context.getBean(ReachClient.class).http().get("/any").text().block());
	}

}
