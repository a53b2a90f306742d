package dev.reach.test;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.resilience.Resilience;
import mockwebserver3.MockWebServer;

/**
 * Makes the client that tests call a {@link MockWebServer} with.
 */
final class LoopbackClient {

	static final String API_USER = "the-user";

	static final String API_KEY = "the-key";

	private LoopbackClient() {
	}

	static ReachClient of(MockWebServer server) {
		return ReachClient.builder()
			.baseUrl(URI.create("http://127.0.0.1:" + server.getPort()))
			.credentials(ReachCredentialsProvider.of(new ReachCredentials(API_USER, API_KEY)))
			.resilience(Resilience.none())
			.clock(Clock.fixed(ContractCall.NOW, ZoneOffset.UTC))
			.build();
	}

}
