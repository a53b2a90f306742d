package dev.reach.test.slice;

import java.util.Map;

import dev.reach.test.MockReachServer;
import dev.reach.test.ReachClientTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachClientTest} on a machine whose proxies cannot even be read.
 */
@ReachClientTest(value = Sender.class, properties = "reach.proxy.bypass-loopback=false")
@ContextConfiguration(initializers = ProxiesOfTheMachineTests.BrokenProxies.class)
class ProxiesOfTheMachineTests {

	@Test
	void theyAreNotUsed(@Autowired Sender sender, @Autowired MockReachServer server) {
		sender.send();
		assertThat(server.requests()).hasSize(1);
	}

	static class BrokenProxies implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name,
						Map.of("HTTP_PROXY", "127.0.0.1:1:2", "HTTPS_PROXY", "ftp://broken")));
		}

	}

}
