package dev.reach.benchmarks.gateway;

import dev.reach.benchmarks.process.Child;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * Spring Cloud Gateway.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CloudGateway {

	public static void main(String[] args) {
		Child.endWithParent();
		new SpringApplicationBuilder(CloudGateway.class)
			.properties("server.port=0", "server.shutdown=immediate", "server.address=127.0.0.1",
					"logging.level.root=warn", "spring.cloud.compatibility-verifier.enabled=false",
					"reach.enabled=false", "spring.cloud.gateway.server.webflux.routes[0].id=target",
					"spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/**",
					"spring.cloud.gateway.server.webflux.routes[0].uri=" + args[0])
			.run();
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		Child.announce(event.getWebServer().getPort());
	}

}
