package dev.reach.sample;

import java.net.URI;

import dev.reach.autoconfigure.ReachConnectionDetails;
import dev.reach.credential.ReachCredentials;
import dev.reach.test.MockReachServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Runs the simulated service on a loopback port of its own and points the client at it,
 * unless the profile {@code live} is active.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!live")
class SimulatorConfiguration {

	@Bean
	MockReachServer reachServer() {
		return MockReachServer.start();
	}

	@Bean
	ReachConnectionDetails reachConnectionDetails(MockReachServer server) {
		return new ReachConnectionDetails() {

			@Override
			public ReachCredentials getCredentials() {
				return server.credentials();
			}

			@Override
			public URI getBaseUrl() {
				return server.baseUrl();
			}

		};
	}

}
