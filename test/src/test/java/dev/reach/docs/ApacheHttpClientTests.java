package dev.reach.docs;

import java.net.URI;
import java.time.Duration;

import dev.reach.http.ReachHttpClient;
import dev.reach.test.ReachHttpClientContract;

/**
 * Tests for {@link ApacheHttpClient}.
 */
class ApacheHttpClientTests extends ReachHttpClientContract {

	@Override
	protected ReachHttpClient create(URI host) {
		return new ApacheHttpClient(20, Duration.ofSeconds(10));
	}

}
