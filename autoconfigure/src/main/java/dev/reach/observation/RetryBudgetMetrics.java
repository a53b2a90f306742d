package dev.reach.observation;

import java.util.Map;
import java.util.function.Supplier;

import dev.reach.retry.RetryBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows what is left of the retry budgets, as the gauge {@code reach.retry.budget} with
 * the tag {@code client.name}. Without tokens a client makes no retries.
 *
 * @since 0.1.0
 */
public final class RetryBudgetMetrics implements MeterBinder {

	private final Supplier<Map<String, RetryBudget>> budgets;

	/**
	 * Create new metrics.
	 * @param budgets gives the budgets by the name of their client, asked once for each
	 * registry
	 */
	public RetryBudgetMetrics(Supplier<Map<String, RetryBudget>> budgets) {
		this.budgets = budgets;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.budgets.get()
			.forEach((name, budget) -> Gauge.builder("reach.retry.budget", budget, RetryBudget::available)
				.tag(ReachObservation.LowCardinalityKeyNames.CLIENT_NAME.asString(), name)
				.description("Tokens left for retries")
				.baseUnit("tokens")
				.register(registry));
	}

}
