package dev.reach.netty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyHttpClientFactory} and what the application and the JVM
 * bring along.
 */
class ApplicationSettingsTests {

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void answerEachRequest() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("direct");
			}
		});
	}

	@Test
	void proxyOfTheJvmIsIgnored() {
		Map<String, String> properties = new HashMap<>();
		for (String scheme : List.of("http", "https")) {
			properties.put(scheme + ".proxyHost", "127.0.0.1");
			properties.put(scheme + ".proxyPort", String.valueOf(this.proxy.port()));
		}
		properties.put("socksProxyHost", "127.0.0.1");
		properties.put("http.nonProxyHosts", "");
		ReachHttpResponse response = withSystemProperties(properties);
		assertThat(response.text().block()).isEqualTo("direct");
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void defaultHeaderAndFilterOfTheApplicationApply() {
		List<String> seen = new CopyOnWriteArrayList<>();
		WebClient.Builder webClient = WebClient.builder()
			.defaultHeader("X-Default", "from-builder")
			.filter((request, next) -> {
				seen.add(request.method().name());
				return next.exchange(ClientRequest.from(request).header("X-Filter", "from-filter").build());
			});
		ReachClient client = this.clients.to(this.server.url()).webClient(webClient).build();
		assertThat(client.http().post("/", ReachHttpBody.none()).status()).isEqualTo(200);
		assertThat(this.server.requests()).singleElement()
			.asString()
			.contains("X-Default: from-builder\r\n", "X-Filter: from-filter\r\n");
		assertThat(seen).containsExactly("POST");
	}

	@Test
	void customizerOfTheConnectorApplies() {
		ReachClient client = this.clients.to(this.server.url())
			.connector(ClientHttpConnectorBuilder.reactor()
				.withHttpClientCustomizer(
						(httpClient) -> httpClient.headers((headers) -> headers.add("X-Connector", "here"))))
			.build();
		client.http().get("/");
		assertThat(this.server.requests()).singleElement().asString().contains("X-Connector: here\r\n");
	}

	@Test
	void buildersOfTheApplicationAreNotChanged() {
		WebClient.Builder webClient = WebClient.builder();
		ReachClient client = this.clients.to(this.server.url()).webClient(webClient).build();
		webClient.defaultHeader("X-Late", "late");
		client.http().get("/");
		WebClient own = webClient.build();
		assertThat(own.get().uri(this.server.url()).retrieve().toBodilessEntity().block()).isNotNull();
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.requests().get(0)).contains("ApiKey: ").doesNotContain("X-Late");
		assertThat(this.server.requests().get(1)).contains("X-Late: late").doesNotContain("ApiKey");
	}

	private ReachHttpResponse withSystemProperties(Map<String, String> properties) {
		Map<String, String> before = new HashMap<>();
		properties.forEach((name, value) -> {
			String old = System.setProperty(name, value);
			if (old != null) {
				before.put(name, old);
			}
		});
		try {
			return this.clients.to(this.server.url()).build().http().get("/");
		}
		finally {
			properties.keySet().forEach(System::clearProperty);
			before.forEach(System::setProperty);
		}
	}

}
