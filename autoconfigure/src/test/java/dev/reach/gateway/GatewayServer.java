package dev.reach.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;

/**
 * A web server on a free loopback port that gives all requests to one handler.
 */
final class GatewayServer implements AutoCloseable {

	private final ReactorNettyHttpClientFactory factory;

	private final HttpProxyHandler handler;

	private final DisposableServer server;

	private GatewayServer(ReactorNettyHttpClientFactory factory, HttpProxyHandler handler, HttpServer server,
			Consumer<HandlerStrategies.Builder> strategies) {
		this.factory = factory;
		this.handler = handler;
		HandlerStrategies.Builder builder = HandlerStrategies.builder();
		strategies.accept(builder);
		HttpHandler web = RouterFunctions.toHttpHandler(RouterFunctions.route(RequestPredicates.all(), handler),
				builder.build());
		this.server = server.host("127.0.0.1").port(0).handle(new ReactorHttpHandlerAdapter(web)).bindNow();
	}

	static GatewayServer to(URI target) {
		return start((builder) -> builder.target(target));
	}

	static GatewayServer start(UnaryOperator<HttpProxyHandler.Builder> setup) {
		return start(setup, UnaryOperator.identity());
	}

	static GatewayServer start(UnaryOperator<HttpProxyHandler.Builder> setup, UnaryOperator<HttpServer> server) {
		return start(setup, server, (strategies) -> {
		});
	}

	static GatewayServer start(UnaryOperator<HttpProxyHandler.Builder> setup, UnaryOperator<HttpServer> server,
			Consumer<HandlerStrategies.Builder> strategies) {
		ReactorNettyHttpClientFactory factory = new ReactorNettyHttpClientFactory(WebClient.builder(),
				ClientHttpConnectorBuilder.reactor(), HttpClientSettings.defaults(), PoolSettings.defaults(),
				ProxySettings.none(), null);
		HttpProxyHandler.Builder builder = HttpProxyHandler.builder().httpClientFactory(factory.forGateway());
		return new GatewayServer(factory, setup.apply(builder).build(), server.apply(HttpServer.create()), strategies);
	}

	/**
	 * Wait until no response is under way.
	 */
	void awaitNoStreams() {
		await(() -> this.handler.traffic().activeStreams() == 0);
	}

	static void await(BooleanSupplier condition) {
		Flux.interval(Duration.ZERO, Duration.ofMillis(5))
			.onBackpressureDrop()
			.takeUntil((tick) -> condition.getAsBoolean())
			.blockLast(Duration.ofSeconds(20));
	}

	HttpProxyHandler handler() {
		return this.handler;
	}

	int port() {
		return this.server.port();
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + port() + path);
	}

	// What a response still holds is released on an event loop, which must be there then.
	@Override
	public void close() {
		this.server.disposeNow();
		awaitNoStreams();
		this.handler.close();
		this.factory.close();
	}

}
