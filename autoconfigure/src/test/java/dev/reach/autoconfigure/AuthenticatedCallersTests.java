package dev.reach.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Principal;

import dev.reach.gateway.HttpProxyHandler;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuthenticatedCallers}.
 */
class AuthenticatedCallersTests {

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@RegisterExtension
	private final TestClients clients = new TestClients();

	@BeforeEach
	void serve() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("ok");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { AuthenticatedOnly.class, PermitAll.class, PermitAllWithoutAnonymous.class })
	void callersThatSpringSecurityKnowsMayCall(Class<?> security) throws Exception {
		HttpResponse<String> right = call(security, "alice:right");
		assertThat(right.statusCode()).isEqualTo(200);
		assertThat(right.body()).isEqualTo("ok");
		assertThat(this.target.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { AuthenticatedOnly.class, PermitAll.class, PermitAllWithoutAnonymous.class })
	void othersAreRefused(Class<?> security) throws Exception {
		assertThat(call(security, null).statusCode()).isEqualTo(401);
		assertThat(call(security, "alice:wrong").statusCode()).isEqualTo(401);
		assertThat(call(security, "bob:right").statusCode()).isEqualTo(401);
		assertThat(this.target.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { PermitAll.class, PermitAllWithoutAnonymous.class, OtherPrincipal.class,
			Unauthenticated.class, Empty.class })
	void theRefusalIsThatOfTheGateway(Class<?> configuration) throws Exception {
		HttpResponse<String> answer = call(configuration, null);
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(answer.body()).contains("\"detail\":\"The caller has to authenticate to do this\"");
		assertThat(this.target.requests()).isEmpty();
	}

	private HttpResponse<String> call(Class<?> configuration, @Nullable String credentials) throws Exception {
		try (HttpProxyHandler handler = HttpProxyHandler.builder()
			.target(this.target.url())
			.httpClientFactory(this.clients.to(this.target.url()).factory().forGateway())
			.callerPolicy(new AuthenticatedCallers())
			.build(); AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(RouterFunction.class, () -> route(handler));
			context.register(Web.class, configuration);
			context.refresh();
			DisposableServer server = HttpServer.create()
				.host("127.0.0.1")
				.port(0)
				.handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(context).build()))
				.bindNow();
			try {
				return send(server.port(), credentials);
			}
			finally {
				server.disposeNow();
			}
		}
	}

	private static RouterFunction<ServerResponse> route(HttpProxyHandler handler) {
		return RouterFunctions.route(RequestPredicates.all(), handler);
	}

	private static HttpResponse<String> send(int port, @Nullable String credentials) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/x".formatted(port)));
		if (credentials != null) {
			String[] parts = credentials.split(":");
			request.header("Authorization",
					"Basic " + HttpHeaders.encodeBasicAuth(parts[0], parts[1], StandardCharsets.UTF_8));
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static WebFilter as(Principal principal) {
		return (exchange, chain) -> chain.filter(exchange.mutate().principal(Mono.just(principal)).build());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class Web {

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class AuthenticatedOnly {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.httpBasic(Customizer.withDefaults())
				.authorizeExchange((exchange) -> exchange.anyExchange().authenticated())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return Users.alice();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class PermitAll {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.httpBasic(Customizer.withDefaults())
				.anonymous(Customizer.withDefaults())
				.authorizeExchange((exchange) -> exchange.anyExchange().permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return Users.alice();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class PermitAllWithoutAnonymous {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.httpBasic(Customizer.withDefaults())
				.authorizeExchange((exchange) -> exchange.anyExchange().permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return Users.alice();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherPrincipal {

		@Bean
		WebFilter principal() {
			return as(() -> "alice");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unauthenticated {

		@Bean
		WebFilter principal() {
			return as(UsernamePasswordAuthenticationToken.unauthenticated("alice", "right"));
		}

	}

	private static final class Users {

		private Users() {
		}

		static MapReactiveUserDetailsService alice() {
			return new MapReactiveUserDetailsService(
					User.withUsername("alice").password("{noop}right").roles("USER").build());
		}

	}

}
