package dev.reach.autoconfigure;

import java.net.CookieStore;

import dev.reach.ReachClient;
import dev.reach.ReachClientCustomizer;
import dev.reach.ReactiveReachClient;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachApiException;
import dev.reach.error.ResponseValidator;
import dev.reach.host.HostSelector;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.resilience.Permits;
import dev.reach.retry.RetryPolicy;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for {@link ReachClient} and {@link ReactiveReachClient}. Each part
 * is a bean that the application can replace.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "reach.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReachProperties.class)
@Import({ NamedReachClientRegistrar.class, ReachProxyConfiguration.class })
@ImportRuntimeHints(ReachRuntimeHints.class)
public final class ReachAutoConfiguration {

	@Bean
	ReachPropertyMapper reachPropertyMapper(ReachProperties properties) {
		return new ReachPropertyMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean(ReachConnectionDetails.class)
	PropertiesReachConnectionDetails reachConnectionDetails(ReachProperties properties, Environment environment) {
		return new PropertiesReachConnectionDetails(properties, environment);
	}

	// Credentials are needed by those who use them only: an application may have a client
	// of its own.
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ReachCredentialsProvider reachCredentialsProvider(ReachConnectionDetails connectionDetails) {
		connectionDetails.getCredentials();
		return () -> Mono.fromSupplier(connectionDetails::getCredentials);
	}

	@Bean
	@ConditionalOnMissingBean
	RequestSigner reachRequestSigner(ReachPropertyMapper mapper) {
		return mapper.requestSigner();
	}

	// Missing credentials stop the start-up in an application that is initialized lazily
	// too.
	@Bean
	static LazyInitializationExcludeFilter reachClientIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(ReachClient.class);
	}

	@Bean
	@ConditionalOnMissingBean
	ReachHeaders reachHeaders(ReachPropertyMapper mapper) {
		return mapper.headers();
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorMapper reachErrorMapper() {
		return ReachApiException::of;
	}

	@Bean
	@ConditionalOnMissingBean
	RetryPolicy reachRetryPolicy(ReachPropertyMapper mapper) {
		return mapper.retryPolicy();
	}

	@Bean
	@ConditionalOnMissingBean
	HostSelector reachHostSelector(ReachPropertyMapper mapper) {
		return mapper.hostSelector();
	}

	@Bean
	@ConditionalOnMissingBean
	RedirectPolicy reachRedirectPolicy(ReachPropertyMapper mapper) {
		return mapper.redirectPolicy();
	}

	@Bean
	ReachClientBuilderConfigurer reachClientBuilderConfigurer(ErrorMapper errorMapper,
			ObjectProvider<ResponseValidator> responseValidator, ObjectProvider<Middleware> middlewares,
			ObjectProvider<ReachHttpClient> httpClient, ObjectProvider<ExchangeObserver> observer,
			ObjectProvider<Permits> permits, ObjectProvider<PermitsFactory> permitsFactory,
			ObjectProvider<ReachClientCustomizer> customizers) {
		return new ReachClientBuilderConfigurer(errorMapper, responseValidator, middlewares, httpClient, observer,
				permits, permitsFactory, customizers);
	}

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	ReachClient.Builder reachClientBuilder(ReachClientBuilderConfigurer configurer, ReachPropertyMapper mapper,
			ReachConnectionDetails connectionDetails, ReachCredentialsProvider credentials, RequestSigner signer,
			ReachHeaders headers, RetryPolicy retryPolicy, HostSelector hostSelector, RedirectPolicy redirectPolicy,
			ObjectProvider<CookieStore> cookieStore, ObjectProvider<ReachHttpClientFactory> factory) {
		ReachClient.Builder builder = ReachClient.builder()
			.baseUrls(connectionDetails.getBaseUrls())
			.hostSelector(hostSelector)
			.credentials(credentials)
			.requestSigner(signer)
			.headers(headers)
			.redirectPolicy(redirectPolicy)
			.cookieStore(mapper.cookieStore(cookieStore.getIfAvailable()));
		return configurer.configure("reach", builder, mapper, retryPolicy, factory.getIfAvailable());
	}

	@Bean(NamedReachClients.BEAN_NAME)
	NamedReachClients namedReachClients(BeanFactory beanFactory, Environment environment,
			ReachClientBuilderConfigurer configurer) {
		return new NamedReachClients(beanFactory, environment, configurer);
	}

	@Bean
	@ConditionalOnMissingBean
	ReachClient reachClient(ReachClient.Builder builder) {
		return builder.build();
	}

	@Bean
	StartupVerification reachStartupVerification(ReachProperties properties, ListableBeanFactory beanFactory,
			Environment environment) {
		return new StartupVerification(properties, beanFactory, environment);
	}

	@Bean
	@ConditionalOnMissingBean
	ReactiveReachClient reactiveReachClient(ReachClient reachClient) {
		return reachClient.reactive();
	}

}
