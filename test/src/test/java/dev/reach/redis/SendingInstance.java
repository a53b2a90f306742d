package dev.reach.redis;

import java.time.Duration;

import dev.reach.ReactiveReachClient;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpBody;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * One instance of an application that sends as fast as it may until its process is
 * stopped. What is refused, as Redis was slow to answer, it sends again.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SendingInstance {

	private static final int AT_A_TIME = 8;

	public static void main(String[] properties) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SendingInstance.class)
			.web(WebApplicationType.NONE)
			.run(properties)) {
			ReactiveReachClient client = context.getBean(ReactiveReachClient.class);
			Flux.range(0, Integer.MAX_VALUE)
				.flatMap((number) -> client.http()
					.post("/any", ReachHttpBody.none())
					.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(100))
						.filter(ReachRateLimitedException.class::isInstance)), AT_A_TIME)
				.blockLast();
		}
	}

}
