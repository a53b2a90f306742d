package dev.reach.benchmarks.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application of a user: the starter, an account, and nothing else.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ReachApplication {

	/**
	 * Start the application.
	 * @param url where the API is
	 * @param sources further configurations
	 * @param properties further properties
	 * @return the context
	 */
	public static ConfigurableApplicationContext start(String url, List<Class<?>> sources, String... properties) {
		List<String> all = new ArrayList<>(List.of("reach.base-url=" + url, "reach.api-user=" + Call.USER,
				"reach.api-key=" + Call.KEY, "logging.level.root=warn"));
		all.addAll(Arrays.asList(properties));
		return new SpringApplicationBuilder(ReachApplication.class).sources(sources.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties(all.toArray(String[]::new))
			.run();
	}

}
