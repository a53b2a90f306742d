package dev.reach.sample;

import dev.reach.autoconfigure.ReachConnectionDetails;
import dev.reach.test.MockReachServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Runs the simulated service on a loopback port of its own and points the client at it,
 * unless the profile {@code live} or {@code proxy} is active.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!live & !proxy")
class SimulatorConfiguration {

	@Bean
	MockReachServer reachServer() {
		return MockReachServer.start();
	}

	@Bean
	ReachConnectionDetails reachConnectionDetails(MockReachServer server) {
		return ReachConnectionDetails.of(server.baseUrl(), server.credentials());
	}

}
