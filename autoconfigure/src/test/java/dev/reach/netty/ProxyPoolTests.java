package dev.reach.netty;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachProxyException;
import dev.reach.http.ReachHttpBody;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoutingHttpClient} and {@link ProxyAddresses}: who shares connections
 * with whom, and which addresses may be reached.
 */
class ProxyPoolTests {

	@RegisterExtension
	final FaultServer first = new FaultServer();

	@RegisterExtension
	final FaultServer second = new FaultServer();

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void answer() {
		this.first.onConnection(Proxies.answering("200 OK", "first"));
		this.second.onConnection(Proxies.answering("200 OK", "second"));
		this.server.onConnection(Proxies.answering("200 OK", "direct"));
	}

	@Test
	void clientsWithDifferentProxiesDoNotShareConnections() {
		ReactorResourceFactory resources = this.clients.eventLoops();
		ReachClient one = client(Proxies.always(Proxies.at(ProxyType.HTTP, this.first)), resources);
		ReachClient other = client(Proxies.always(Proxies.at(ProxyType.HTTP, this.second)), resources);
		for (int round = 0; round < 2; round++) {
			assertThat(get(one)).isEqualTo("first");
			assertThat(get(other)).isEqualTo("second");
		}
		assertThat(this.first.connections()).isEqualTo(1);
		assertThat(this.second.connections()).isEqualTo(1);
	}

	@Test
	void clientsThatDifferInWhatGoesWithoutProxyDoNotShareConnections() {
		ReactorResourceFactory resources = this.clients.eventLoops();
		ReachProxy proxy = Proxies.at(ProxyType.HTTP, this.first);
		ReachClient proxied = client(Proxies.always(proxy), resources);
		ReachClient direct = client((target) -> ProxyDecision.direct("NO_PROXY"), resources);
		for (int round = 0; round < 2; round++) {
			assertThat(get(proxied)).isEqualTo("first");
			assertThat(get(direct)).isEqualTo("direct");
		}
	}

	@Test
	void proxyThatChangesIsFollowed() {
		AtomicReference<ReachProxy> current = new AtomicReference<>(Proxies.at(ProxyType.HTTP, this.first));
		ReachClient client = client((target) -> ProxyDecision.via(current.get(), "test"), null);
		assertThat(get(client)).isEqualTo("first");
		current.set(Proxies.at(ProxyType.HTTP, this.second));
		assertThat(get(client)).isEqualTo("second");
	}

	@Test
	void passwordIsAskedForOnEachNewConnection() {
		AtomicReference<String> password = new AtomicReference<>("old");
		this.first.onConnection((peer) -> peer.readHead());
		ReachProxy proxy = Proxies.at(ProxyType.HTTP, this.first)
			.withCredentials(new ProxyCredentials("user", password::get));
		ReachClient client = this.clients.to(URI.create("https://api.reach.test"))
			.proxies(Proxies.settings(proxy))
			.build();
		Failures.of(client.reactive().http().request(Failures.post()), ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy ");
		password.set("new");
		Failures.of(client.reactive().http().request(Failures.post()), ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy ");
		assertThat(this.first.requests()).hasSize(2);
		assertThat(this.first.requests().get(0)).contains("Basic dXNlcjpvbGQ=");
		assertThat(this.first.requests().get(1)).contains("Basic dXNlcjpuZXc=");
	}

	@Test
	void passwordOfTheLatestDecisionIsUsed() {
		AtomicReference<String> password = new AtomicReference<>("old");
		ReachClient client = client((target) -> ProxyDecision.via(
				Proxies.at(ProxyType.HTTP, this.first).withCredentials(ProxyCredentials.of("user", password.get())),
				"vault"), null);
		get(client);
		password.set("new");
		get(client);
		assertThat(this.first.connections()).isEqualTo(1);
		assertThat(this.first.requests().get(1)).contains("Basic dXNlcjpuZXc=");
	}

	@Test
	void addressFilterIsAskedAboutTheTargetAndNotAboutTheProxy() {
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withInetAddressFilter(InetAddressFilter.of("192.0.2.0/24"));
		this.first.onConnection(Proxies.answering("503 Service Unavailable", ""));
		ReachClient client = this.clients.to(URI.create("https://192.0.2.1"))
			.settings(settings)
			.proxies(Proxies.settings(Proxies.at(ProxyType.HTTP, this.first)))
			.build();
		Failures.ofPost(client, ReachProxyException.class, Delivery.NOT_SENT, "The proxy ");
		assertThat(this.first.requests()).singleElement().asString().startsWith("CONNECT 192.0.2.1:443 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://192.0.2.1", "https://[2001:db8::1]", "http://localhost", "http://127.0.0.1" })
	void addressFilterKeepsTargetsFromBeingReachedThroughAProxy(URI target) {
		ReachClient client = filtered(target);
		Failures.ofPost(client, ReachConnectException.class, Delivery.NOT_SENT,
				"The InetAddressFilter of the application does not allow the address");
		assertThat(this.first.connections()).isZero();
	}

	@Test
	void addressFilterThatCannotBeAskedIsExplained() {
		ReachClient client = filtered(URI.create("https://known-to-the-proxy.invalid"));
		Failures.ofPost(client, ReachConnectException.class, Delivery.NOT_SENT,
				"The InetAddressFilter of the application cannot be asked: the host is known to the proxy only");
		assertThat(this.first.connections()).isZero();
	}

	private ReachClient filtered(URI target) {
		return this.clients.to(target)
			.settings(HttpClientSettings.defaults().withInetAddressFilter(InetAddressFilter.of("198.51.100.0/24")))
			.proxies(Proxies.settings(Proxies.at(ProxyType.HTTP, this.first)))
			.build();
	}

	private ReachClient client(ProxyResolver resolver, @Nullable ReactorResourceFactory resources) {
		TestClients.Setup setup = this.clients.to(this.server.url())
			.connections(1)
			.proxies(new ProxySettings(resolver, ProxyAuthenticator.standard(), Proxies.LIMIT, null));
		return ((resources != null) ? setup.resources(resources) : setup).build();
	}

	private static String get(ReachClient client) {
		return String.valueOf(client.http().post("/", ReachHttpBody.none()).text().block());
	}

}
