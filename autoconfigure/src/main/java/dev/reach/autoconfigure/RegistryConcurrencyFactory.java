package dev.reach.autoconfigure;

import dev.reach.resilience.ConcurrencyPermits;
import dev.reach.resilience.Permits;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;

/**
 * Takes bulkheads from a registry, and adds to it those it does not have.
 *
 * @param registry the registry
 */
record RegistryConcurrencyFactory(BulkheadRegistry registry) implements ConcurrencyFactory {

	@Override
	public Permits create(String name, ReachProperties.Concurrency properties) {
		return new ConcurrencyPermits(
				this.registry.find(name).orElseGet(() -> this.registry.bulkhead(name, config(properties))));
	}

	private static BulkheadConfig config(ReachProperties.Concurrency properties) {
		return BulkheadConfig.custom()
			.maxConcurrentCalls(ReachPropertyMapper.positive("reach.concurrency.max-concurrent-calls",
					properties.maxConcurrentCalls()))
			.maxWaitDuration(ReachPropertyMapper.notNegative("reach.concurrency.max-wait-duration",
					properties.maxWaitDuration()))
			.build();
	}

}
