package dev.reach.autoconfigure;

import java.util.stream.Stream;

import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.gateway.CallerPolicy;
import dev.reach.gateway.GatewayErrorHandler;
import dev.reach.gateway.GatewayRouteCustomizer;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.gateway.TrustedProxies;
import dev.reach.host.HostSelector;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.netty.StrictHttpServerCustomizer;
import dev.reach.observation.GatewayMetrics;
import dev.reach.retry.RetryPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.function.server.RouterFunction;

/**
 * Auto-configuration for the gateway: a builder of handlers, and the routes that are
 * configured by properties.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ReachAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty(name = "reach.enabled", matchIfMissing = true)
public final class ReachGatewayAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ReachGatewayAutoConfiguration.class);

	private static final String FORWARD_HEADERS_STRATEGY = "server.forward-headers-strategy";

	@Bean
	@ConditionalOnMissingBean
	GatewayErrorHandler reachGatewayErrorHandler() {
		return GatewayErrorHandler.problemDetails();
	}

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	HttpProxyHandler.Builder reachHttpProxyHandlerBuilder(ReachPropertyMapper mapper, GatewayErrorHandler errorHandler,
			ObjectProvider<ReachHttpClientFactory> factory, ObjectProvider<ReachHttpClient> httpClient,
			CallerPolicy callerPolicy, @Qualifier("reachGateway") ObjectProvider<ExchangeObserver> observer) {
		GatewayProperties properties = mapper.properties().gateway();
		HttpProxyHandler.Builder builder = HttpProxyHandler.builder(callerPolicy)
			.errorHandler(errorHandler)
			.failOnErrorStatus(properties.failOnErrorStatus())
			.trustedProxies(trustedProxies(properties))
			.log(mapper.requestLog());
		factory.ifAvailable((available) -> builder.httpClientFactory(forGateway(available)));
		httpClient.ifAvailable((client) -> builder.httpClientFactory((host) -> client));
		observer.ifAvailable(builder::observer);
		return builder;
	}

	@Bean
	@ConditionalOnMissingBean
	CallerPolicy reachGatewayCallerPolicy(ReachPropertyMapper mapper) {
		return mapper.properties().gateway().allowAnonymous() ? CallerPolicy.anyone() : CallerPolicy.loopback();
	}

	@Bean
	GatewayRoutes reachGatewayRoutes(ReachPropertyMapper mapper, ReachConnectionDetails connectionDetails,
			HostSelector hostSelector, ObjectProvider<ReachCredentialsProvider> credentials, RequestSigner signer,
			CallerPolicy callerPolicy, RetryPolicy retryPolicy, ObjectProvider<PermitsFactory> permits,
			ObjectProvider<HttpProxyHandler.Builder> builders, ObjectProvider<GatewayRouteCustomizer> customizers,
			Environment environment) {
		if (!mapper.properties().gateway().trustedProxies().isEmpty()
				&& "framework".equalsIgnoreCase(environment.getProperty(FORWARD_HEADERS_STRATEGY))) {
			logger.warn(("reach.gateway.trusted-proxies has no effect: %s=framework takes the forwarding headers away"
					+ " before the gateway sees them. Use native, or none")
				.formatted(FORWARD_HEADERS_STRATEGY));
		}
		return new GatewayRouteFactory(mapper, connectionDetails, hostSelector, credentials, signer, callerPolicy,
				retryPolicy, permits, builders, customizers)
			.create();
	}

	private static ReachHttpClientFactory forGateway(ReachHttpClientFactory factory) {
		return (factory instanceof ReactorNettyHttpClientFactory netty) ? netty.forGateway() : factory;
	}

	private static TrustedProxies trustedProxies(GatewayProperties properties) {
		try {
			return TrustedProxies.of(properties.trustedProxies());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException("reach.gateway.trusted-proxies", String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Who may call, if the application knows its callers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Authentication.class)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(CallerPolicy.class)
		AuthenticatedCallers reachGatewayAuthenticatedCallers() {
			return new AuthenticatedCallers();
		}

	}

	/**
	 * Metrics of what passes the gateway.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "io.micrometer.core.instrument.binder.MeterBinder")
	static class MetricsConfiguration {

		@Bean
		GatewayMetrics reachGatewayMetrics(GatewayRoutes routes, ObjectProvider<HttpProxyHandler> handlers) {
			return new GatewayMetrics(
					() -> Stream.concat(routes.handlers().stream(), handlers.orderedStream()).toList());
		}

	}

	/**
	 * What the server itself refuses.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(NettyServerCustomizer.class)
	static class ServerConfiguration {

		@Bean
		NettyServerCustomizer reachStrictHttpServerCustomizer(ReachPropertyMapper mapper) {
			GatewayProperties properties = mapper.properties().gateway();
			Boolean strict = properties.strictHttp();
			boolean applied = (strict != null) ? strict : !properties.routes().isEmpty();
			return applied ? new StrictHttpServerCustomizer() : (server) -> server;
		}

	}

}
