package dev.reach.test;

import java.net.URI;

import dev.reach.http.ReachHttpClient;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.junit.jupiter.api.AfterAll;

/**
 * Tests the default transport against {@link ReachHttpClientContract}.
 */
class DefaultTransportTests extends ReachHttpClientContract {

	private static final ReactorNettyHttpClientFactory factory = DefaultTransports.factory(null);

	@AfterAll
	static void endEventLoops() {
		factory.close();
	}

	@Override
	protected ReachHttpClient create(URI host) {
		return factory.create(host);
	}

}
