package dev.reach.autoconfigure;

import java.util.List;

import dev.reach.gateway.HttpProxyHandler;
import dev.reach.http.OwnedResources;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The routes of the gateway, in the order in which they are configured.
 */
final class GatewayRoutes implements RouterFunction<ServerResponse>, DisposableBean {

	private final List<GatewayRoute> routes;

	GatewayRoutes(List<GatewayRoute> routes) {
		this.routes = List.copyOf(routes);
	}

	List<HttpProxyHandler> handlers() {
		return this.routes.stream().map(GatewayRoute::handler).toList();
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		for (GatewayRoute route : this.routes) {
			if (route.predicate().test(request)) {
				return Mono.just(route.handler());
			}
		}
		return Mono.empty();
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		this.routes.forEach((route) -> visitor.route(route.predicate(), route.handler()));
	}

	@Override
	public void destroy() {
		new OwnedResources(List.copyOf(handlers())).close();
	}

	/**
	 * A route.
	 *
	 * @param predicate which requests it takes
	 * @param handler where they go
	 */
	record GatewayRoute(RequestPredicate predicate, HttpProxyHandler handler) {

	}

}
