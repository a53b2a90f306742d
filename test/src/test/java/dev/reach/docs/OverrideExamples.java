package dev.reach.docs;

import java.net.CookieManager;
import java.net.CookieStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.reach.ReachClient;
import dev.reach.ReachClientCustomizer;
import dev.reach.autoconfigure.ReachConnectionDetails;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ResponseValidator;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Exchange;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.netty.WebClientTransport;
import dev.reach.observation.DefaultReachObservationConvention;
import dev.reach.observation.ReachObservationConvention;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import dev.reach.resilience.Permits;
import dev.reach.retry.RetryDecision;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
import dev.reach.test.MockReachServer;
import dev.reach.test.ReachSimulator;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The examples of override points.
 */
final class OverrideExamples {

	private OverrideExamples() {
	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherPlace {

		@Bean
		ReachConnectionDetails reachConnectionDetails(Vault vault) {
			return new ReachConnectionDetails() {

				@Override
				public ReachCredentials getCredentials() {
					return new ReachCredentials(vault.read("reach-user"), vault.read("reach-key"));
				}

				@Override
				public URI getBaseUrl() {
					return URI.create(vault.read("reach-url"));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CredentialsThatChange {

		@Bean
		ReachCredentialsProvider reachCredentialsProvider(Vault vault) {
			return () -> Mono
				.fromCallable(() -> new ReachCredentials(vault.read("reach-user"), vault.read("reach-key")))
				.subscribeOn(Schedulers.boundedElastic());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Headers {

		@Bean
		ReachHeaders reachHeaders() {
			return ReachHeaders.standard(List.of("shop/2.1")).with("X-Team", "orders");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Timing {

		@Nullable String logged;

		@Bean
		Middleware timing() {
			return new Middleware() {

				@Override
				public int phase() {
					return Phase.CLIENT_EDGE;
				}

				@Override
				public Mono<Void> before(Exchange exchange) {
					return Mono.fromRunnable(() -> exchange.state().put("started", System.nanoTime()));
				}

				@Override
				public Mono<Void> after(Exchange exchange) {
					return Mono.fromRunnable(() -> log(exchange.request(), exchange.state().get("started")));
				}

			};
		}

		void log(ReachHttpRequest request, @Nullable Object started) {
			this.logged = request + ((started instanceof Long) ? " was timed" : " was not timed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tenant {

		@Bean
		Middleware tenant() {
			return Middleware.before(Phase.PROXY, (exchange) -> Mono.deferContextual((context) -> {
				String tenant = context.getOrDefault("tenant", "none");
				exchange.updateRequest((request) -> request.mutate().header("X-Tenant", tenant).build());
				return Mono.empty();
			}));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherTransport {

		@Bean
		ReachHttpClient reachHttpClient() {
			Map<String, ReachHttpResponse> answers = Map.of("POST /rest/messaging/v1/create",
					ReachHttpResponse.json(201, "{\"messageId\":\"MID1\",\"status\":\"queued\"}"),
					"GET /rest/messaging/v1/fetch",
					ReachHttpResponse.json(200, "{\"messageId\":\"MID1\",\"status\":\"delivered\"}"));
			ReachHttpResponse unknown = ReachHttpResponse.json(404, "{\"errorCode\":404}");
			return (request) -> Mono
				.fromSupplier(() -> answers.getOrDefault(request.method() + " " + request.uri().getPath(), unknown));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherTransportForEachHost {

		@Bean
		ReachHttpClientFactory reachHttpClientFactory() {
			return (host) -> new JdkHttpClient(Duration.ofSeconds(10));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherTransportThatBlocks {

		@Bean
		ReachHttpClientFactory reachHttpClientFactory() {
			return (host) -> new ApacheHttpClient(100, Duration.ofSeconds(10));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutASocket {

		@Bean
		ReachHttpClient reachHttpClient() {
			ReachCredentials credentials = new ReachCredentials("test-user", "test-key");
			return ReachHttpClient.blocking(new ReachSimulator(credentials, Clock.systemUTC())::answer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AProxyPerRequest {

		@Bean
		ProxyResolver reachProxyResolver() {
			ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.example.com", 3128, null);
			return (target) -> target.getHost().endsWith(".corp.example.com") ? ProxyDecision.direct("inside")
					: ProxyDecision.via(proxy, "outside");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ATokenForTheProxy {

		@Bean
		ProxyAuthenticator reachProxyAuthenticator(Tokens tokens) {
			return (request) -> Mono.fromSupplier(() -> "Bearer " + tokens.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WhatIsRepeated {

		@Bean
		RetryPolicy reachRetryPolicy() {
			RetryPolicy standard = RetryPolicy.standard(RetrySettings.standard(), Clock.systemUTC());
			return (context) -> (context.attempt().status() == 409) ? RetryDecision.giveUp("a conflict stays one")
					: standard.decide(context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WhichRedirects {

		@Bean
		RedirectPolicy reachRedirectPolicy() {
			RedirectPolicy standard = RedirectPolicy.standard();
			return (redirect) -> redirect.target().getHost().endsWith(".example.com") && standard.follows(redirect);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class APlaceForCookies {

		@Bean
		CookieStore reachCookieStore() {
			return new CookieManager().getCookieStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersOfWebClient {

		@Bean
		WebClientTransport reachWebClientTransport(WebClient.Builder webClientBuilder) {
			return new WebClientTransport(webClientBuilder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TlsOfYourOwn {

		@Bean
		ReachClientCustomizer reachTls(ReactorNettyHttpClientFactory factory, SslContext sslContext) {
			return (builder) -> builder.httpClientFactory(factory.withSslContext(sslContext));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LeaveForEachAttempt {

		@Bean
		Permits reachPermits(Tokens tokens) {
			return (request, attempt) -> Mono.defer(() -> tokens.current().isEmpty()
					? Mono.error(new ReachRateLimitedException("Nothing is sent at this time", null)) : attempt);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ErrorsOfYourOwn {

		@Bean
		ErrorMapper reachErrorMapper() {
			return (response) -> Integer.valueOf(20202).equals(response.body().errorCode())
					? new IllegalStateException("The Reach account is empty") : ReachApiException.of(response);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ErrorsInABodyOfSuccess {

		@Bean
		ResponseValidator reachResponseValidator() {
			return (response) -> (response.body().status() != null) ? ReachApiException.of(response) : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TheBuilder {

		@Bean
		ReachClientCustomizer patientReachClient() {
			return (builder) -> builder.requestTimeout(Duration.ofMinutes(2));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamesOfObservations {

		@Bean
		ReachObservationConvention reachObservationConvention() {
			return new DefaultReachObservationConvention() {

				@Override
				public String getName() {
					return "reach.requests";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ASecondClient {

		@Bean(defaultCandidate = false)
		@Qualifier("marketing")
		ReachClient marketingReachClient(ReachClient.Builder builder, Vault vault) {
			return builder.name("marketing")
				.credentials(ReachCredentialsProvider
					.of(new ReachCredentials(vault.read("marketing-user"), vault.read("marketing-key"))))
				.build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ReachTestConfiguration {

		@Bean
		MockReachServer mockReachServer() {
			return MockReachServer.start();
		}

		@Bean
		ReachConnectionDetails reachConnectionDetails(MockReachServer server) {
			return ReachConnectionDetails.of(server.baseUrl(), server.credentials());
		}

	}

}
