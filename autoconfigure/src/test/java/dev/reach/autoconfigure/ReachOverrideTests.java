package dev.reach.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.ReachClient;
import dev.reach.ReachClientCustomizer;
import dev.reach.ReactiveReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.credential.SignedRequest;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ResponseValidator;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessagingItem;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.middleware.ReachHeaders;
import dev.reach.netty.FaultServer;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the beans by which an application replaces parts of the client. Each test
 * looks at what is sent, and that the other parts are still those of the properties.
 */
class ReachOverrideTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("reach.headers.x-property=from-property");

	@Test
	void connectionDetailsReplaceBaseUrlAndCredentials() {
		ReachConnectionDetails details = new FixedConnectionDetails(this.server.url("/other").uri());
		this.contextRunner.withBean(ReachConnectionDetails.class, () -> details)
			.withPropertyValues("reach.base-url=https://unused.invalid", "reach.api-user=unused",
					"reach.api-key=unused")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(PropertiesReachConnectionDetails.class);
				RecordedRequest request = send(context);
				assertThat(request.getTarget()).isEqualTo("/other/rest/messaging/v1/create");
				assertThat(request.getHeaders().values("ApiUser")).containsExactly("details-user");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("details-key");
				assertThat(request.getHeaders().values("x-property")).containsExactly("from-property");
			});
	}

	@Test
	void credentialsProviderReplacesCredentialsAndIsAskedForEachAttempt() {
		List<ReachCredentials> rotated = new CopyOnWriteArrayList<>(
				List.of(new ReachCredentials("first", "first-key"), new ReachCredentials("second", "second-key")));
		this.contextRunner
			.withBean(ReachCredentialsProvider.class, () -> () -> Mono.fromSupplier(() -> rotated.remove(0)))
			.withPropertyValues(TestContexts.baseUrl(this.server))
			.run((context) -> {
				assertThat(send(context).getHeaders().values("ApiKey")).containsExactly("first-key");
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("ApiUser")).containsExactly("second");
				assertThat(request.getHeaders().values("x-property")).containsExactly("from-property");
			});
	}

	@Test
	void requestSignerReplacesTheSignatureAndSeesTheRequestAsItIsSent() {
		List<ReachHttpRequest> seen = new CopyOnWriteArrayList<>();
		RequestSigner signer = (request) -> {
			seen.add(request);
			return Mono.just(request.mutate().header("X-Signature", "own").build());
		};
		this.contextRunner.withBean(RequestSigner.class, () -> signer)
			.withPropertyValues(TestContexts.client(this.server))
			.withPropertyValues("reach.api-secret=" + SignedRequest.SECRET)
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("X-Signature")).containsExactly("own");
				assertThat(request.getHeaders().names()).doesNotContain("ApiSignature", "ApiNonce");
				assertThat(request.getHeaders().values("x-property")).containsExactly("from-property");
				assertThat(seen).singleElement().satisfies((signed) -> {
					assertThat(signed.headers().get("ApiKey")).containsExactly("key");
					assertThat(signed.headers().get("x-property")).containsExactly("from-property");
				});
			});
	}

	@Test
	void headersReplaceTheDefaultHeaders() {
		this.contextRunner
			.withBean(ReachHeaders.class, () -> ReachHeaders.standard(List.of()).with("User-Agent", "own"))
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("User-Agent")).containsExactly("own");
				assertThat(request.getHeaders().get("x-property")).isNull();
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void errorMapperReplacesTheExceptions() {
		this.contextRunner
			.withBean(ErrorMapper.class, () -> (response) -> new IllegalStateException("status " + response.status()))
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				this.server.enqueue(new MockResponse.Builder().code(404).build());
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> context.getBean(ReachClient.class).messaging().messagingItems().fetch("m-1"))
					.withMessage("status 404");
				assertThat(TestContexts.takeRequest(this.server).getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void responseValidatorFindsFailuresInBodiesOfSuccess() {
		ResponseValidator validator = (response) -> (response.body().errorCode() != null)
				? ReachApiException.of(response) : null;
		this.contextRunner.withBean(ResponseValidator.class, () -> validator)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(send(context).getHeaders().values("ApiKey")).containsExactly("key");
				this.server.enqueue(new MockResponse.Builder().body("{\"errorCode\":20202}").build());
				assertThatExceptionOfType(ReachApiException.class).isThrownBy(() -> fetch(context))
					.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(20202));
			});
	}

	@Test
	void middlewaresActInTheOrderOfTheirPhases() {
		this.contextRunner.withUserConfiguration(Middlewares.class)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("x-trail")).containsExactly("client", "proxy", "target");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void httpClientFactoryReplacesTheTransport() {
		List<URI> hosts = new CopyOnWriteArrayList<>();
		ReachHttpClientFactory factory = (host) -> {
			hosts.add(host);
			return ReachHttpClient.fixed(ReachHttpResponse.json(200, "{\"messageId\":\"from-factory\"}"));
		};
		this.contextRunner.withBean(ReachHttpClientFactory.class, () -> factory)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ReactorNettyHttpClientFactory.class);
				assertThat(fetch(context).messageId()).isEqualTo("from-factory");
				assertThat(hosts).containsExactly(URI.create(this.server.url("").toString().replaceAll("/$", "")));
				assertThat(this.server.getRequestCount()).isZero();
			});
	}

	@Test
	void httpClientReplacesTheTransportAndSeesWhatWouldBeSent() {
		List<HttpHeaders> sent = new CopyOnWriteArrayList<>();
		ReachHttpClient client = (request) -> {
			sent.add(request.headers());
			return Mono.just(ReachHttpResponse.json(200, "{\"messageId\":\"from-client\"}"));
		};
		this.contextRunner.withBean(ReachHttpClient.class, () -> client)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ReachHttpClientFactory.class);
				assertThat(fetch(context).messageId()).isEqualTo("from-client");
				assertThat(sent).singleElement().satisfies((headers) -> {
					assertThat(headers.get("ApiKey")).containsExactly("key");
					assertThat(headers.get("x-property")).containsExactly("from-property");
				});
				assertThat(this.server.getRequestCount()).isZero();
			});
	}

	@Test
	void proxyResolverReplacesTheSourcesOfProxies() {
		refuseTunnels();
		ReachProxy own = new ReachProxy(ProxyType.HTTP, "127.0.0.1", this.proxy.port(), null);
		this.contextRunner.withBean(ProxyResolver.class, () -> (target) -> ProxyDecision.via(own, "own"))
			.withPropertyValues("reach.base-url=https://api.reach.test", "reach.api-user=user", "reach.api-key=key",
					"reach.proxy.url=http://unused.invalid:1")
			.run((context) -> {
				assertThatExceptionOfType(ReachProxyException.class).isThrownBy(() -> fetch(context));
				assertThat(this.proxy.awaitRequest()).startsWith("CONNECT api.reach.test:443 ");
			});
	}

	@Test
	void proxyAuthenticatorReplacesTheSchemes() {
		refuseTunnels();
		this.contextRunner
			.withBean(ProxyAuthenticator.class, () -> (request) -> Mono.fromSupplier(() -> "Bearer own-token"))
			.withPropertyValues("reach.base-url=https://api.reach.test", "reach.api-user=user", "reach.api-key=key",
					"reach.proxy.url=http://user:password@127.0.0.1:" + this.proxy.port())
			.run((context) -> {
				assertThatExceptionOfType(ReachProxyException.class).isThrownBy(() -> fetch(context));
				assertThat(this.proxy.awaitRequest())
					.containsIgnoringCase("\r\nProxy-Authorization: Bearer own-token\r\n")
					.doesNotContain("Basic");
			});
	}

	@Test
	void customizersAreAppliedInOrderAfterAllElse() {
		this.contextRunner.withUserConfiguration(Customizers.class)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("x-customizer")).containsExactly("last");
				assertThat(request.getHeaders().get("x-property")).isNull();
				assertThat(request.getHeaders().values("x-trail")).containsExactly("first", "last");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void builderReplacesAllThatIsBuiltFromIt() {
		this.contextRunner.withUserConfiguration(OwnBuilder.class)
			.withBean(ReachConnectionDetails.class, () -> new FixedConnectionDetails(this.server.url("/built").uri()))
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getTarget()).isEqualTo("/built/rest/messaging/v1/create");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("builder-key");
				assertThat(request.getHeaders().get("x-property")).isNull();
			});
	}

	@Test
	void builderInjectedTwiceGivesTwoIndependentBuilders() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server)).run((context) -> {
			ReachClient.Builder first = context.getBean(ReachClient.Builder.class);
			ReachClient.Builder second = context.getBean(ReachClient.Builder.class);
			assertThat(first).isNotSameAs(second);
			first.headers(ReachHeaders.standard(List.of()).with("x-first", "1"));
			try (ReachClient client = second.build()) {
				assertThat(send(client).getHeaders().get("x-first")).isNull();
			}
			try (ReachClient client = first.build()) {
				RecordedRequest request = send(client);
				assertThat(request.getHeaders().values("x-first")).containsExactly("1");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			}
			assertThat(send(context).getHeaders().get("x-first")).isNull();
		});
	}

	@Test
	void clientReplacesTheReactiveClientToo() {
		ReachClient own = ReachClient.builder()
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("own", "own-key")))
			.baseUrl(this.server.url("/").uri())
			.build();
		this.contextRunner.withBean(ReachClient.class, () -> own)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(send(context).getHeaders().values("ApiKey")).containsExactly("own-key");
				assertThat(fetchReactively(context).getHeaders().values("ApiKey")).containsExactly("own-key");
			});
	}

	@Test
	void reactiveClientReplacesTheReactiveClientOnly() {
		ReachClient own = ReachClient.builder()
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("own", "own-key")))
			.baseUrl(this.server.url("/").uri())
			.build();
		this.contextRunner.withBean(ReactiveReachClient.class, own::reactive)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(send(context).getHeaders().values("ApiKey")).containsExactly("key");
				assertThat(fetchReactively(context).getHeaders().values("ApiKey")).containsExactly("own-key");
			});
	}

	@Test
	void exchangeObserverReplacesTheObservation() {
		List<String> observed = new CopyOnWriteArrayList<>();
		ExchangeObserver observer = (clientName, exchange, call) -> {
			observed.add(clientName + " " + exchange.request().method());
			exchange.updateRequest((request) -> request.mutate().header("x-observed", "yes").build());
			return call;
		};
		this.contextRunner.withBean(ExchangeObserver.class, () -> observer)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = send(context);
				assertThat(request.getHeaders().values("x-observed")).containsExactly("yes");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
				assertThat(observed).containsExactly("reach POST");
			});
	}

	private void refuseTunnels() {
		this.proxy.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
		});
	}

	private RecordedRequest send(ApplicationContext context) throws InterruptedException {
		return send(context.getBean(ReachClient.class));
	}

	private RecordedRequest send(ReachClient client) throws InterruptedException {
		this.server.enqueue(TestContexts.MESSAGE);
		client.messaging().messagingItems().send("+22800000001", "Acme", "Hi");
		return TestContexts.takeRequest(this.server);
	}

	private RecordedRequest fetchReactively(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(TestContexts.MESSAGE);
		context.getBean(ReactiveReachClient.class)
			.messaging()
			.messagingItems()
			.fetch("m-1")
			.block(Duration.ofSeconds(5));
		return TestContexts.takeRequest(this.server);
	}

	private static MessagingItem fetch(ApplicationContext context) {
		return context.getBean(ReachClient.class).messaging().messagingItems().fetch("m-1");
	}

	private static Middleware trail(int phase, String name) {
		return Middleware.before(phase, (exchange) -> {
			exchange.updateRequest(
					(request) -> request.mutate().headers((headers) -> headers.add("x-trail", name)).build());
			return Mono.empty();
		});
	}

	private record FixedConnectionDetails(URI baseUrl) implements ReachConnectionDetails {

		@Override
		public ReachCredentials getCredentials() {
			return new ReachCredentials("details-user", "details-key");
		}

		@Override
		public URI getBaseUrl() {
			return this.baseUrl;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Middlewares {

		@Bean
		Middleware target() {
			return trail(Phase.TARGET_EDGE, "target");
		}

		@Bean
		Middleware client() {
			return trail(Phase.CLIENT_EDGE, "client");
		}

		@Bean
		Middleware proxy() {
			return trail(Phase.PROXY, "proxy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		ReachClientCustomizer last() {
			return (builder) -> builder.headers(ReachHeaders.standard(List.of()).with("x-customizer", "last"))
				.middleware(trail(2, "last"));
		}

		@Bean
		@Order(1)
		ReachClientCustomizer first() {
			return (builder) -> builder.headers(ReachHeaders.standard(List.of()).with("x-customizer", "first"))
				.middleware(trail(1, "first"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilder {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		ReachClient.Builder ownBuilder(ReachConnectionDetails details) {
			return ReachClient.builder()
				.baseUrl(details.getBaseUrl())
				.credentials(ReachCredentialsProvider.of(new ReachCredentials("builder-user", "builder-key")));
		}

	}

}
