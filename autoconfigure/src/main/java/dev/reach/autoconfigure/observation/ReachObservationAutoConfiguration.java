package dev.reach.autoconfigure.observation;

import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.observation.DefaultReachObservationConvention;
import dev.reach.observation.ObservationExchangeObserver;
import dev.reach.observation.ReachObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the observation of calls.
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

}
