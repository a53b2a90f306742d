package dev.reach.benchmarks.client;

import java.util.List;

/**
 * One optional feature of our client, switched on as a user does.
 *
 * @param name what it is
 * @param sources configurations with beans
 * @param properties properties
 */
public record Feature(String name, List<Class<?>> sources, String... properties) {

	/**
	 * Each feature alone.
	 */
	public static final List<Feature> ALL = List.of(new Feature("no retry", List.of(), "reach.retry.enabled=false"),
			new Feature("circuit breaker", List.of(), "reach.circuit-breaker.enabled=true"),
			new Feature("rate limit", List.of(), "reach.rate-limit.enabled=true",
					"reach.rate-limit.limit-for-period=1000000000"),
			new Feature("observation", List.of(FeatureBeans.Observed.class)),
			new Feature("logging basic, formatted and thrown away", List.of(), "reach.logging.level=basic"),
			new Feature("1 middleware", List.of(FeatureBeans.OneMiddleware.class)),
			new Feature("10 middlewares", List.of(FeatureBeans.TenMiddlewares.class)),
			new Feature("signing", List.of(), "reach.api-secret=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
			new Feature("cookies", List.of(), "reach.cookies.enabled=true"));

}
