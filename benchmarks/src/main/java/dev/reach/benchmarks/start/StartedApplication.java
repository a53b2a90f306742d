package dev.reach.benchmarks.start;

import java.io.IOException;
import java.lang.management.ManagementFactory;

import dev.reach.ReachClient;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A tiny application that says when it is ready, and does nothing from then on. It has
 * our client, a {@code WebClient} of its own, or neither.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	/**
	 * What the line with the figures begins with: milliseconds since the JVM was started,
	 * and loaded classes.
	 */
	public static final String READY = "READY ";

	public static void main(String[] args) throws IOException {
		new SpringApplicationBuilder(StartedApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("reach.api-user=user", "reach.api-key=key", "logging.level.root=warn",
					"reach.enabled=" + args[0].equals("starter"), "bare=" + args[0].equals("bare"))
			.run();
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		System.out.println(READY + millis + " " + classes);
		System.in.read();
	}

	/**
	 * Uses our client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("reach.enabled")
	static class WithStarter {

		@Bean
		String called(ReachClient client) {
			return client.name();
		}

	}

	/**
	 * Has a client without us.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("bare")
	static class WithBareWebClient {

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.baseUrl("http://127.0.0.1:1").build();
		}

	}

}
