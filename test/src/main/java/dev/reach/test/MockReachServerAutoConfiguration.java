package dev.reach.test;

import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for {@link MockReachServer}, active where a test asks for it.
 *
 * @since 0.1.0
 * @see AutoConfigureMockReachServer
 */
@AutoConfiguration(before = ReachAutoConfiguration.class)
public final class MockReachServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MockReachServer mockReachServer() {
		return MockReachServer.start();
	}

	@Bean
	@ConditionalOnMissingBean
	ReachConnectionDetails mockReachConnectionDetails(MockReachServer server) {
		return ReachConnectionDetails.of(server.baseUrl(), server.credentials());
	}

}
