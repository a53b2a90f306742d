package dev.reach.middleware;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookieStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachConfigurationException;
import dev.reach.netty.TestBundles;
import dev.reach.netty.TestClients;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CookieJar} on the wire.
 */
class CookieWireTests {

	private static final long TIMEOUT_SECONDS = 20;

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("test")
		.addSubjectAlternativeName("localhost")
		.build();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final CookieStore store = new CookieManager().getCookieStore();

	@Test
	void cookieIsReturned() throws Exception {
		answer("a=1; Path=/", "b=\"2, 3\"; Max-Age=100", "c=4; Path=/other");
		ReachClient client = client(this.store);
		assertThat(cookieOf(client, "/x/y")).isNull();
		assertThat(cookieOf(client, "/x/z")).isEqualTo("b=\"2, 3\"; a=1");
		assertThat(cookieOf(client, "/xy")).isEqualTo("a=1");
	}

	@Test
	void nothingIsKeptByDefault() throws Exception {
		answer("a=1");
		ReachClient client = this.clients.to(url("/")).build();
		assertThat(cookieOf(client, "/")).isNull();
		assertThat(cookieOf(client, "/")).isNull();
	}

	@Test
	void cookieOfAnErrorResponseIsKept() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(500).setHeader("Set-Cookie", "a=1").build());
		ReachClient client = client(this.store);
		assertThat(cookieOf(client, "/")).isNull();
		assertThat(cookieOf(client, "/")).isEqualTo("a=1");
	}

	@Test
	void expiredCookieIsNotReturned() throws Exception {
		answer("a=1; Path=/", "b=1; Max-Age=1");
		ReachClient client = client(this.store);
		cookieOf(client, "/");
		Awaitility.await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> "a=1".equals(cookieOf(client, "/")));
	}

	@Test
	void secureCookieIsSentOverHttpsOnly() throws Exception {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
		answer("a=1; Secure");
		ReachClient client = secureClient();
		assertThat(cookieOf(client, "/")).isNull();
		assertThat(cookieOf(client, "/")).isEqualTo("a=1");
		assertThat(new CookieJar(this.store).valueFor(URI.create("http://localhost/"))).isEmpty();
	}

	@Test
	void secureCookieOfPlainHttpIsIgnored() throws Exception {
		answer("a=1; Secure");
		ReachClient client = client(this.store);
		cookieOf(client, "/");
		assertThat(cookieOf(client, "/")).isNull();
	}

	@Test
	void domainAndHostOnlyCookiesGoToTheHostsTheyAreFor() throws Exception {
		answer("host=1", "domain=2; Domain=example.test", "foreign=3; Domain=other.test", "top=4; Domain=test");
		ReachClient client = this.clients.closeLater(this.clients.to(url("/"))
			.connector(ClientHttpConnectorBuilder.reactor()
				.withHttpClientCustomizer((httpClient) -> httpClient.resolver(new ToLoopback())))
			.builder()
			.cookieStore(this.store)
			.build());
		assertThat(cookieOf(client, named("www.example.test"))).isNull();
		assertThat(cookieOf(client, named("www.example.test"))).isEqualTo("host=1; domain=2");
		assertThat(cookieOf(client, named("api.example.test"))).isEqualTo("domain=2");
		assertThat(cookieOf(client, named("x.www.example.test"))).isEqualTo("domain=2");
		assertThat(cookieOf(client, named("example.test"))).isEqualTo("domain=2");
		assertThat(cookieOf(client, named("badexample.test"))).isNull();
		assertThat(cookieOf(client, named("other.test"))).isNull();
	}

	@Test
	void redirectsSetCookies() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(302)
			.setHeader("Location", "/second")
			.setHeader("Set-Cookie", "a=1")
			.build());
		ReachClient client = this.clients.closeLater(this.clients.to(url("/"))
			.builder()
			.redirectPolicy(RedirectPolicy.standard())
			.cookieStore(this.store)
			.build());
		assertThat(cookieOf(client, "/first")).isNull();
		assertThat(take().getHeaders().get("Cookie")).isEqualTo("a=1");
	}

	@Test
	void cookieOfARefusalIsReturnedAtOnce() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(401).setHeader("Set-Cookie", "a=1").build());
		AtomicInteger asked = new AtomicInteger();
		ReachCredentialsProvider rotating = () -> Mono
			.fromSupplier(() -> new ReachCredentials("user", "key" + asked.incrementAndGet()));
		ReachClient client = this.clients
			.closeLater(this.clients.to(url("/")).credentials(rotating).builder().cookieStore(this.store).build());
		assertThat(cookieOf(client, "/")).isNull();
		RecordedRequest second = take();
		assertThat(second.getHeaders().get("ApiKey")).isEqualTo("key2");
		assertThat(second.getHeaders().get("Cookie")).isEqualTo("a=1");
	}

	@Test
	void cookiesOfTheRequestAndTheClientComeFirst() throws Exception {
		answer("jar=1", "own=2", "default=3");
		ReachClient client = this.clients
			.closeLater(this.clients.to(url("/")).builder().cookie("default", "0").cookieStore(this.store).build());
		cookieOf(client, "/");
		assertThat(cookieOf(client.withHeaders(Map.of("Cookie", "own=0")), "/")).isEqualTo("own=0; default=0; jar=1");
	}

	@Test
	void clientsDoNotShareCookies() throws Exception {
		answer("a=1");
		cookieOf(client(this.store), "/");
		assertThat(cookieOf(client(new CookieManager().getCookieStore()), "/")).isNull();
	}

	@Test
	void derivedClientSharesTheCookiesUnlessItHasOtherCredentials() throws Exception {
		answer("a=1");
		ReachClient client = client(this.store);
		cookieOf(client, "/");
		assertThat(cookieOf(client.withTimeout(Duration.ofSeconds(9)), "/")).isEqualTo("a=1");
		ReachClient other = client
			.withCredentials(ReachCredentialsProvider.of(new ReachCredentials("other-user", "other-key")));
		assertThat(cookieOf(other, "/")).isNull();
		this.server.enqueue(new MockResponse.Builder().setHeader("Set-Cookie", "b=2").build());
		this.server.enqueue(new MockResponse.Builder().build());
		other.http().get("/");
		take();
		assertThat(cookieOf(client, "/")).isEqualTo("a=1");
	}

	@Test
	void storeThatFailsFailsTheCallBeforeItIsSent() {
		ReachClient client = client(new StubCookieStore(() -> {
			throw new IllegalStateException("canary");
		}));
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> client.http().get("/"))
			.withMessageContaining("CookieStore")
			.withMessageNotContaining("canary");
		assertThat(this.server.getRequestCount()).isZero();
	}

	private void answer(String... cookies) {
		MockResponse.Builder response = new MockResponse.Builder();
		List.of(cookies).forEach((cookie) -> response.addHeader("Set-Cookie", cookie));
		this.server.enqueue(response.build());
	}

	private @Nullable String cookieOf(ReachClient client, String uri) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().build());
		client.http().get(uri);
		return take().getHeaders().get("Cookie");
	}

	private RecordedRequest take() throws InterruptedException {
		RecordedRequest request = this.server.takeRequest(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		return Objects.requireNonNull(request, "A request is missing");
	}

	private ReachClient client(CookieStore store) {
		return this.clients.closeLater(this.clients.to(url("/")).builder().cookieStore(store).build());
	}

	private ReachClient secureClient() throws GeneralSecurityException, IOException {
		URI url = URI.create("https://localhost:" + this.server.getPort());
		return this.clients.closeLater(
				this.clients.to(url).ssl(TestBundles.trusting(CERTIFICATE)).builder().cookieStore(this.store).build());
	}

	private URI url(String path) {
		return this.server.url(path).uri();
	}

	private String named(String host) {
		return "http://%s:%d/".formatted(host, this.server.getPort());
	}

	/**
	 * Finds each host at the loopback address.
	 */
	private static final class ToLoopback extends AddressResolverGroup<InetSocketAddress> {

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			return new InetNameResolver(executor) {

				@Override
				protected void doResolve(String host, Promise<InetAddress> promise) {
					promise.setSuccess(InetAddress.getLoopbackAddress());
				}

				@Override
				protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
					promise.setSuccess(List.of(InetAddress.getLoopbackAddress()));
				}

			}.asAddressResolver();
		}

	}

}
