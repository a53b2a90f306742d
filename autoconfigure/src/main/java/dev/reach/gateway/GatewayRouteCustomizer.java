package dev.reach.gateway;

/**
 * Changes the handlers of routes that are configured by properties, after the properties
 * and before they are built: for example adds middlewares, or another error handler.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayRouteCustomizer {

	/**
	 * Change a handler.
	 * @param routeId the name of the route
	 * @param builder the builder of its handler
	 */
	void customize(String routeId, HttpProxyHandler.Builder builder);

}
