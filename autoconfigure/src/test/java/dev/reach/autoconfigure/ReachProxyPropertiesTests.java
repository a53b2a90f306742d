package dev.reach.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachProxyException;
import dev.reach.netty.FaultServer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each of {@link ReachProperties.Proxy} has an effect on the wire.
 */
class ReachProxyPropertiesTests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer other = new FaultServer();

	@RegisterExtension
	final FaultServer secureProxy = FaultServer.secure(CERTIFICATE);

	@BeforeEach
	void serve() {
		this.server.enqueue(new MockResponse.Builder().body("direct").build());
		for (FaultServer proxy : new FaultServer[] { this.proxy, this.other, this.secureProxy }) {
			proxy.onConnection((peer) -> {
				String head = peer.readHead();
				if (head.startsWith("CONNECT ")) {
					peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
				}
				else {
					peer.answer("proxied");
				}
			});
		}
	}

	@Test
	void url() {
		secureTarget("reach.proxy.url=" + this.proxy.url()).run((context) -> {
			isRefused(context);
			assertThat(this.proxy.awaitRequest()).startsWith("CONNECT api.reach.test:443 HTTP/1.1\r\n");
		});
		clearTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.bypass-loopback=false").run((context) -> {
			assertThat(get(context)).isEqualTo("proxied");
			assertThat(this.proxy.awaitRequest())
				.startsWith("GET http://localhost:%d/any HTTP/1.1\r\n".formatted(this.server.getPort()));
		});
	}

	@Test
	void httpsUrl() {
		secureTarget("reach.proxy.url=" + this.other.url(), "reach.proxy.https-url=" + this.proxy.url())
			.run((context) -> isRefused(context));
		assertThat(this.proxy.requests()).hasSize(1);
		assertThat(this.other.connections()).isZero();
	}

	@Test
	void httpUrl() {
		clearTarget("reach.proxy.url=" + this.other.url(), "reach.proxy.http-url=" + this.proxy.url(),
				"reach.proxy.bypass-loopback=false")
			.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
		assertThat(this.proxy.requests()).hasSize(1);
		assertThat(this.other.connections()).isZero();
	}

	@Test
	void enabled() {
		clearTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.bypass-loopback=false",
				"reach.proxy.enabled=false")
			.withInitializer(TestContexts.variables(Map.of("HTTP_PROXY", this.proxy.url().toString())))
			.run(this::goesDirect);
	}

	@Test
	void bypassLoopback() {
		clearTarget("reach.proxy.url=" + this.proxy.url()).run(this::goesDirect);
		clearTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.bypass-loopback=false")
			.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
	}

	@Test
	void noProxy() {
		clearTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.bypass-loopback=false",
				"reach.proxy.no-proxy=example.test,localhost:" + this.server.getPort())
			.run(this::goesDirect);
		clearTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.bypass-loopback=false",
				"reach.proxy.no-proxy=localhost:1")
			.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
	}

	@Test
	void fromEnvironment() {
		ApplicationContextRunner runner = clearTarget("reach.proxy.bypass-loopback=false")
			.withInitializer(TestContexts.variables(Map.of("HTTP_PROXY", this.proxy.url().toString())));
		runner.withPropertyValues("reach.proxy.from-environment=false").run(this::goesDirect);
		runner.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
	}

	@Test
	void fromTheEnvironmentAlone() {
		secureTarget().withInitializer(TestContexts.variables(Map.of("HTTPS_PROXY", this.proxy.url().toString())))
			.run((context) -> {
				isRefused(context);
				assertThat(this.proxy.awaitRequest()).startsWith("CONNECT api.reach.test:443 HTTP/1.1\r\n");
			});
	}

	@Test
	void fromSystemProperties() {
		ApplicationContextRunner runner = clearTarget("reach.proxy.bypass-loopback=false").withSystemProperties(
				"http.proxyHost=127.0.0.1", "http.proxyPort=" + this.proxy.port(), "http.nonProxyHosts=example.test");
		runner.withPropertyValues("reach.proxy.from-system-properties=false").run(this::goesDirect);
		runner.run((context) -> assertThat(get(context)).isEqualTo("proxied"));
	}

	@Test
	void usernameAndPassword() {
		secureTarget("reach.proxy.url=http://old:old@127.0.0.1:" + this.proxy.port(), "reach.proxy.username=user",
				"reach.proxy.password=p@ss:word")
			.run((context) -> {
				isRefused(context);
				assertThat(this.proxy.awaitRequest()).containsIgnoringCase(basic("user:p@ss:word"));
			});
	}

	@Test
	void aPasswordThatWasChangedIsUsedOnTheNextConnection() {
		Map<String, Object> vault = new HashMap<>(Map.of("reach.proxy.password", "first"));
		secureTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.username=user")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("vault", vault)))
			.run((context) -> {
				isRefused(context);
				assertThat(this.proxy.awaitRequest()).containsIgnoringCase(basic("user:first"));
				vault.put("reach.proxy.password", "second");
				isRefused(context);
				assertThat(this.proxy.awaitRequest()).containsIgnoringCase(basic("user:second"));
			});
	}

	@Test
	void sslBundle() {
		ApplicationContextRunner runner = secureTarget("reach.proxy.url=https://localhost:" + this.secureProxy.port(),
				"spring.ssl.bundle.pem.own.truststore.certificate=" + CERTIFICATE.certificatePem());
		runner.run((context) -> assertThatExceptionOfType(ReachException.class)
			.isThrownBy(() -> client(context).http().get("/any"))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT)));
		assertThat(this.secureProxy.requests()).isEmpty();
		runner.withPropertyValues("reach.proxy.ssl.bundle=own").run((context) -> isRefused(context));
		assertThat(this.secureProxy.requests()).singleElement().asString().startsWith("CONNECT api.reach.test:443 ");
	}

	@Test
	void connectTimeout() {
		this.proxy.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		secureTarget("reach.proxy.url=" + this.proxy.url(), "reach.proxy.connect-timeout=200ms").run((context) -> {
			long start = System.nanoTime();
			assertThatExceptionOfType(ReachException.class).isThrownBy(() -> client(context).http().get("/any"))
				.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190))
				.isLessThan(Duration.ofSeconds(8));
		});
		assertThat(this.proxy.requests()).hasSize(1);
	}

	@Test
	void anAccountHasAProxyOfItsOwn() {
		clearTarget("reach.proxy.url=" + this.other.url(), "reach.proxy.bypass-loopback=false",
				"reach.proxy.username=user", "reach.proxy.password=shared",
				"reach.clients.marketing.proxy.url=" + this.proxy.url(), "reach.clients.marketing.proxy.password=own",
				"reach.clients.direct.proxy.enabled=false")
			.run((context) -> {
				assertThat(get(context.getBean("marketingReachClient", ReachClient.class))).isEqualTo("proxied");
				assertThat(this.proxy.awaitRequest()).containsIgnoringCase(basic("user:own"));
				assertThat(get(context.getBean("directReachClient", ReachClient.class))).isEqualTo("direct");
				assertThat(this.other.connections()).isZero();
				assertThat(get(context)).isEqualTo("proxied");
				assertThat(this.other.awaitRequest()).containsIgnoringCase(basic("user:shared"));
			});
	}

	private ApplicationContextRunner secureTarget(String... properties) {
		return runner("https://api.reach.test", properties);
	}

	private ApplicationContextRunner clearTarget(String... properties) {
		return runner("http://localhost:" + this.server.getPort(), properties);
	}

	private ApplicationContextRunner runner(String baseUrl, String... properties) {
		return TestContexts.runner()
			.withInitializer(TestContexts.variables(Map.of()))
			.withPropertyValues("reach.base-url=" + baseUrl, "reach.api-user=user", "reach.api-key=key",
					"reach.retry.enabled=false")
			.withPropertyValues(properties);
	}

	private void goesDirect(ApplicationContext context) throws InterruptedException {
		assertThat(get(context)).isEqualTo("direct");
		assertThat(TestContexts.takeRequest(this.server).getRequestLine()).isEqualTo("GET /any HTTP/1.1");
		assertThat(this.proxy.connections()).isZero();
	}

	private static void isRefused(ApplicationContext context) {
		assertThatExceptionOfType(ReachProxyException.class).isThrownBy(() -> client(context).http().get("/any"));
	}

	private static String get(ApplicationContext context) {
		return get(client(context));
	}

	private static String get(ReachClient client) {
		return String.valueOf(client.http().get("/any").text().block(Duration.ofSeconds(20)));
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean(ReachClient.class);
	}

	private static String basic(String userInfo) {
		return "\r\nProxy-Authorization: Basic "
				+ Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)) + "\r\n";
	}

}
