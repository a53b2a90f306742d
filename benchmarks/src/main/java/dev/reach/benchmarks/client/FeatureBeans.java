package dev.reach.benchmarks.client;

import java.util.stream.IntStream;

import dev.reach.ReachClientCustomizer;
import dev.reach.middleware.Middleware;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of features that no property switches on.
 */
final class FeatureBeans {

	private FeatureBeans() {
	}

	private static Middleware middleware(int phase) {
		return Middleware.around(phase, (exchange) -> Mono.fromRunnable(() -> exchange.state().put("seen", phase)),
				(exchange) -> Mono.fromRunnable(() -> exchange.state().remove("seen")));
	}

	/**
	 * A middleware that keeps something of the call.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OneMiddleware {

		@Bean
		Middleware middleware() {
			return FeatureBeans.middleware(500);
		}

	}

	/**
	 * Ten of them, each in a phase of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TenMiddlewares {

		@Bean
		ReachClientCustomizer middlewares() {
			return (builder) -> IntStream.range(0, 10)
				.forEach((index) -> builder.middleware(FeatureBeans.middleware(index * 100)));
		}

	}

	/**
	 * Observations that become metrics in memory.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observationRegistry(MeterRegistry meters) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			return registry;
		}

	}

}
