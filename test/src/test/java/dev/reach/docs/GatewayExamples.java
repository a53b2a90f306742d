package dev.reach.docs;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.reach.error.ReachTimeoutException;
import dev.reach.gateway.GatewayErrorHandler;
import dev.reach.gateway.GatewayRouteCustomizer;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.http.PathRewrite;
import dev.reach.middleware.Exchange;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The examples of the gateway in the documentation.
 */
final class GatewayExamples {

	private GatewayExamples() {
	}

	/**
	 * A handler of your own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		final Queue<String> audit = new ConcurrentLinkedQueue<>();

		@Bean
		HttpProxyHandler pricesHandler(HttpProxyHandler.Builder builder) {
			return builder.id("prices")
				.target(URI.create("https://prices.example.com/v2"))
				.rewrite(new PathRewrite("/prices", "/"))
				.middleware(Middleware.after(Phase.CLIENT_EDGE, this::audit))
				.build();
		}

		@Bean
		RouterFunction<ServerResponse> pricesRoute(HttpProxyHandler pricesHandler) {
			return RouterFunctions.route(RequestPredicates.path("/prices/**"), pricesHandler);
		}

		private Mono<Void> audit(Exchange exchange) {
			return Mono.fromRunnable(() -> this.audit.add(exchange.request() + ": " + exchange.response()));
		}

	}

	/**
	 * Routes of the configuration with a middleware.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AuditedRoutes {

		final Queue<String> audit = new ConcurrentLinkedQueue<>();

		@Bean
		GatewayRouteCustomizer auditedRoutes() {
			return (routeId, builder) -> builder.middleware(Middleware.after(Phase.CLIENT_EDGE, this::audit));
		}

		private Mono<Void> audit(Exchange exchange) {
			return Mono.fromRunnable(() -> this.audit.add(exchange.request() + ": " + exchange.response()));
		}

	}

	/**
	 * Another answer to failures.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OtherErrors {

		@Bean
		GatewayErrorHandler gatewayErrorHandler() {
			GatewayErrorHandler standard = GatewayErrorHandler.problemDetails();
			return (error, request) -> (error instanceof ReachTimeoutException) ? ServerResponse.status(503).build()
					: standard.handle(error, request);
		}

	}

}
