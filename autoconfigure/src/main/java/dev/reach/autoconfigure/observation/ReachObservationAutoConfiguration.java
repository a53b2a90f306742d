package dev.reach.autoconfigure.observation;

import java.util.stream.Collectors;

import dev.reach.ReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.observation.DefaultGatewayObservationConvention;
import dev.reach.observation.DefaultReachObservationConvention;
import dev.reach.observation.GatewayObservationConvention;
import dev.reach.observation.ObservationExchangeObserver;
import dev.reach.observation.ReachObservationConvention;
import dev.reach.observation.RetryBudgetMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for the observation of calls and the metrics of clients.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ReachAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "reach.enabled", matchIfMissing = true)
public final class ReachObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ExchangeObserver.class)
	ObservationExchangeObserver reachExchangeObserver(ObservationRegistry registry,
			ObjectProvider<ReachObservationConvention> convention) {
		return new ObservationExchangeObserver(registry,
				convention.getIfAvailable(DefaultReachObservationConvention::new));
	}

	@Bean(defaultCandidate = false)
	@Qualifier("reachGateway")
	ObservationExchangeObserver reachGatewayExchangeObserver(ObservationRegistry registry,
			ObjectProvider<GatewayObservationConvention> convention) {
		return ObservationExchangeObserver.ofGateway(registry,
				convention.getIfAvailable(DefaultGatewayObservationConvention::new));
	}

	/**
	 * Metrics of the clients.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MetricsConfiguration {

		@Bean
		RetryBudgetMetrics reachRetryBudgetMetrics(ObjectProvider<ReachClient> clients) {
			return new RetryBudgetMetrics(() -> clients.stream(ObjectProvider.UNFILTERED)
				.collect(Collectors.toMap(ReachClient::name, (client) -> client.resilience().retryBudget(),
						(first, second) -> first)));
		}

	}

}
