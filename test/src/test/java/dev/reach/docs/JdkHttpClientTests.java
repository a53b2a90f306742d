package dev.reach.docs;

import java.net.URI;
import java.time.Duration;

import dev.reach.http.ReachHttpClient;
import dev.reach.test.ReachHttpClientContract;

/**
 * Tests for {@link JdkHttpClient}.
 */
class JdkHttpClientTests extends ReachHttpClientContract {

	@Override
	protected ReachHttpClient create(URI host) {
		return new JdkHttpClient(Duration.ofSeconds(10));
	}

	@Override
	protected boolean repeatsLostReads() {
		return true;
	}

}
