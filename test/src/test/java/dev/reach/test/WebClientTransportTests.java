package dev.reach.test;

import java.net.URI;
import java.time.Duration;

import dev.reach.http.ReachHttpClient;
import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Tests the transport on {@link WebClient} against {@link ReachHttpClientContract}.
 */
class WebClientTransportTests extends ReachHttpClientContract {

	private static final ReactorNettyHttpClientFactory factory = new ReactorNettyHttpClientFactory(WebClient.builder(),
			ClientHttpConnectorBuilder.reactor(),
			HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30)),
			PoolSettings.defaults(), ProxySettings.none(), null);

	@AfterAll
	static void endEventLoops() {
		factory.close();
	}

	@Override
	protected ReachHttpClient create(URI host) {
		return factory.create(host);
	}

}
