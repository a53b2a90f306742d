package dev.reach.benchmarks.gateway;

import dev.reach.benchmarks.process.Child;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * The gateway of this project.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ReachGateway {

	public static void main(String[] args) {
		Child.endWithParent();
		new SpringApplicationBuilder(ReachGateway.class)
			.properties("server.port=0", "server.shutdown=immediate", "server.address=127.0.0.1",
					"logging.level.root=warn", "spring.cloud.compatibility-verifier.enabled=false",
					"spring.cloud.gateway.server.webflux.enabled=false", "reach.api-user=user", "reach.api-key=key",
					"reach.gateway.routes[0].id=target", "reach.gateway.routes[0].path=/**",
					"reach.gateway.routes[0].target=" + args[0])
			.run();
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		Child.announce(event.getWebServer().getPort());
	}

}
