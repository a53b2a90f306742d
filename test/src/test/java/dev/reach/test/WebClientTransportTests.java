package dev.reach.test;

import java.net.URI;

import dev.reach.http.ReachHttpClient;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.junit.jupiter.api.AfterAll;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Tests the transport on {@link WebClient} against {@link ReachHttpClientContract}.
 */
class WebClientTransportTests extends ReachHttpClientContract {

	private static final ReactorNettyHttpClientFactory factory = DefaultTransports.factory(WebClient.builder());

	@AfterAll
	static void endEventLoops() {
		factory.close();
	}

	@Override
	protected ReachHttpClient create(URI host) {
		return factory.create(host);
	}

}
