package dev.reach.autoconfigure;

import dev.reach.ReachClient;
import dev.reach.ReachClientCustomizer;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ResponseValidator;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Gives a builder the parts that the accounts of an application share, and lets the
 * customizers change it last.
 */
final class ReachClientBuilderConfigurer {

	private final ErrorMapper errorMapper;

	private final ObjectProvider<ResponseValidator> responseValidator;

	private final ObjectProvider<Middleware> middlewares;

	private final ObjectProvider<ReachHttpClient> httpClient;

	private final ObjectProvider<ExchangeObserver> observer;

	private final ObjectProvider<Permits> permits;

	private final ObjectProvider<PermitsFactory> permitsFactory;

	private final ObjectProvider<ReachClientCustomizer> customizers;

	ReachClientBuilderConfigurer(ErrorMapper errorMapper, ObjectProvider<ResponseValidator> responseValidator,
			ObjectProvider<Middleware> middlewares, ObjectProvider<ReachHttpClient> httpClient,
			ObjectProvider<ExchangeObserver> observer, ObjectProvider<Permits> permits,
			ObjectProvider<PermitsFactory> permitsFactory, ObjectProvider<ReachClientCustomizer> customizers) {
		this.errorMapper = errorMapper;
		this.responseValidator = responseValidator;
		this.middlewares = middlewares;
		this.httpClient = httpClient;
		this.observer = observer;
		this.permits = permits;
		this.permitsFactory = permitsFactory;
		this.customizers = customizers;
	}

	ReachClient.Builder configure(String name, ReachClient.Builder builder, ReachPropertyMapper mapper,
			RetryPolicy retryPolicy, @Nullable ReachHttpClientFactory factory) {
		builder.authScheme(mapper.authScheme())
			.maxRedirects(mapper.maxRedirects())
			.compression(mapper.compression())
			.log(mapper.requestLog())
			.failOnUnexpectedStatus(mapper.properties().failOnUnexpectedStatus())
			.requestTimeout(mapper.requestTimeout())
			.maxResponseSize(mapper.maxResponseSize())
			.errorMapper(this.errorMapper)
			.resilience(new Resilience(retryPolicy, mapper.retryBudget(), permits(name, mapper), mapper.hedgeDelay()));
		this.responseValidator.ifAvailable(builder::responseValidator);
		this.middlewares.orderedStream().forEach(builder::middleware);
		this.observer.ifAvailable(builder::observer);
		if (factory != null) {
			builder.httpClientFactory(factory);
		}
		this.httpClient.ifAvailable(builder::httpClient);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	private Permits permits(String name, ReachPropertyMapper mapper) {
		return this.permits.getIfAvailable(() -> {
			PermitsFactory factory = this.permitsFactory.getIfAvailable();
			ReachProperties properties = mapper.properties();
			return (factory != null) ? factory.create(name, properties.circuitBreaker(), properties.rateLimit(),
					properties.concurrency()) : Permits.NONE;
		});
	}

}
