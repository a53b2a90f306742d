package dev.reach.test;

import java.net.URI;

import dev.reach.http.ReachHttpClient;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.junit.jupiter.api.AfterAll;

/**
 * Tests the transport of the gateway against {@link ReachHttpClientContract}.
 */
class GatewayTransportTests extends ReachHttpClientContract {

	private static final ReactorNettyHttpClientFactory factory = DefaultTransports.factory(null);

	private static final ReactorNettyHttpClientFactory gatewayFactory = factory.forGateway();

	@AfterAll
	static void endEventLoops() {
		factory.close();
	}

	@Override
	protected ReachHttpClient create(URI host) {
		return gatewayFactory.create(host);
	}

}
