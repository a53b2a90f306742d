package dev.reach.docs;

import java.net.CookieStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachTransportAutoConfiguration;
import dev.reach.autoconfigure.observation.ReachObservationAutoConfiguration;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessageStatus;
import dev.reach.messaging.MessagingItem;
import dev.reach.middleware.RedirectContext;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyAuthorizationRequest;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import dev.reach.test.MockReachServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OverrideExamples}.
 */
@Tag("slow")
class OverrideExamplesTests {

	private final MockReachServer server = MockReachServer.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReachAutoConfiguration.class, ReachTransportAutoConfiguration.class,
				ReachObservationAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withBean(Vault.class,
				() -> new Vault(Map.of("reach-user", String.valueOf(this.server.credentials().apiUser()), "reach-key",
						this.server.credentials().apiKey(), "reach-url", this.server.baseUrl().toString(),
						"marketing-user", "marketing", "marketing-key", "other")))
		.withPropertyValues("reach.base-url=" + this.server.baseUrl(),
				"reach.api-user=" + this.server.credentials().apiUser(),
				"reach.api-key=" + this.server.credentials().apiKey());

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@Test
	void quickStart() {
		this.runner.withUserConfiguration(Greeter.class)
			.run((context) -> assertThat(context.getBean(Greeter.class).greet("+15558675310")).asString()
				.matches("MessagingItem\\[messageId=MID\\d+, status=queued\\]"));
	}

	@Test
	void anotherPlace() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ReachAutoConfiguration.class, ReachTransportAutoConfiguration.class))
			.withBean(Vault.class,
					() -> new Vault(
							Map.of("reach-user", String.valueOf(this.server.credentials().apiUser()), "reach-key",
									this.server.credentials().apiKey(), "reach-url", this.server.baseUrl().toString())))
			.withUserConfiguration(OverrideExamples.AnotherPlace.class)
			.run((context) -> assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull());
	}

	@Test
	void credentialsThatChange() {
		this.runner.withUserConfiguration(OverrideExamples.CredentialsThatChange.class)
			.run((context) -> assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull());
	}

	@Test
	void headers() {
		this.runner.withUserConfiguration(OverrideExamples.Headers.class).run((context) -> {
			send(context.getBean(ReachClient.class));
			HttpHeaders headers = lastRequest().headers();
			assertThat(headers.getFirst("X-Team")).isEqualTo("orders");
			assertThat(headers.getFirst("User-Agent")).endsWith(" shop/2.1");
		});
	}

	@Test
	void middleware() {
		this.runner.withUserConfiguration(OverrideExamples.Timing.class).run((context) -> {
			send(context.getBean(ReachClient.class));
			assertThat(context.getBean(OverrideExamples.Timing.class).logged)
				.isEqualTo("POST " + this.server.baseUrl() + "/rest/messaging/v1/create was timed");
		});
	}

	@Test
	void tenant() {
		this.runner.withUserConfiguration(OverrideExamples.Tenant.class).run((context) -> {
			StepVerifier
				.create(context.getBean(ReactiveReachClient.class)
					.http()
					.get("/rest/messaging/v1/list")
					.contextWrite((reactor) -> reactor.put("tenant", "north")))
				.expectNextMatches(ReachHttpResponse::isSuccess)
				.expectComplete()
				.verify(Duration.ofSeconds(20));
			assertThat(lastRequest().headers().getFirst("X-Tenant")).isEqualTo("north");
		});
	}

	@Test
	void anotherTransport() {
		this.runner.withUserConfiguration(OverrideExamples.AnotherTransport.class).run((context) -> {
			ReachClient client = context.getBean(ReachClient.class);
			assertThat(send(client).messageId()).isEqualTo("MID1");
			assertThat(client.messaging().messagingItems().fetch("MID1").status()).isEqualTo(MessageStatus.DELIVERED);
			assertThatExceptionOfType(ReachNotFoundException.class)
				.isThrownBy(() -> client.messaging().messagingItems().unschedule("MID2"));
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OverrideExamples.AnotherTransportForEachHost.class,
			OverrideExamples.AnotherTransportThatBlocks.class })
	void anotherTransportForEachHost(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).doesNotHaveBean(ReactorNettyHttpClientFactory.class);
			ReachClient client = context.getBean(ReachClient.class);
			String messageId = Objects.requireNonNull(send(client).messageId());
			assertThat(client.messaging().messagingItems().fetch(messageId).body()).isEqualTo("Hey there!");
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@Test
	void withoutASocket() {
		this.runner.withUserConfiguration(OverrideExamples.WithoutASocket.class)
			.withPropertyValues("reach.base-url=https://api.example.com", "reach.api-user=test-user",
					"reach.api-key=test-key")
			.run((context) -> {
				assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull();
				assertThat(this.server.requests()).isEmpty();
			});
	}

	@Test
	void aProxyPerRequest() {
		this.runner.withUserConfiguration(OverrideExamples.AProxyPerRequest.class).run((context) -> {
			ProxyResolver resolver = context.getBean(ProxyResolver.class);
			assertThat(resolver.resolve(URI.create("https://api.example.com")))
				.hasToString("http://proxy.example.com:3128 (outside)");
			assertThat(resolver.resolve(URI.create("https://api.corp.example.com"))).hasToString("direct (inside)");
		});
	}

	@Test
	void aTokenForTheProxy() {
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.example.com", 3128, null);
		this.runner.withUserConfiguration(OverrideExamples.ATokenForTheProxy.class)
			.withBean(Tokens.class, () -> () -> "token-1")
			.run((context) -> StepVerifier
				.create(context.getBean(ProxyAuthenticator.class)
					.authorize(new ProxyAuthorizationRequest(proxy, "CONNECT", "api.example.com:443", List.of(), 1, 0)))
				.expectNext("Bearer token-1")
				.expectComplete()
				.verify(Duration.ofSeconds(20)));
	}

	@Test
	void whatIsRepeated() {
		this.server.enqueue(ReachHttpResponse.json(503, "{\"errorCode\":503}"));
		this.server.enqueue(ReachHttpResponse.json(409, "{\"errorCode\":409}"));
		this.runner.withUserConfiguration(OverrideExamples.WhatIsRepeated.class).run((context) -> {
			ReachClient client = context.getBean(ReachClient.class);
			assertThat(client.http().get("/rest/messaging/v1/list").status()).isEqualTo(409);
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@Test
	void whichRedirects() {
		HttpHeaders headers = new HttpHeaders();
		headers.setLocation(this.server.baseUrl().resolve("/elsewhere"));
		this.server.enqueue(ReachHttpResponse.of(302, headers, new byte[0]));
		this.runner.withUserConfiguration(OverrideExamples.WhichRedirects.class).run((context) -> {
			assertThat(context.getBean(ReachClient.class).http().get("/x").status()).isEqualTo(302);
			RedirectPolicy policy = context.getBean(RedirectPolicy.class);
			ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/x").build();
			assertThat(policy
				.follows(new RedirectContext(request, 302, URI.create("https://eu.example.com/x"), List.of())))
				.isTrue();
		});
	}

	@Test
	void aPlaceForCookies() {
		HttpHeaders headers = new HttpHeaders();
		headers.add(HttpHeaders.SET_COOKIE, "session=1");
		this.server.enqueue(ReachHttpResponse.of(200, headers, new byte[0]));
		this.runner.withUserConfiguration(OverrideExamples.APlaceForCookies.class)
			.withPropertyValues("reach.cookies.enabled=true")
			.run((context) -> {
				context.getBean(ReachClient.class).http().get("/x");
				assertThat(context.getBean(CookieStore.class).getCookies()).singleElement().hasToString("session=1");
				context.getBean(ReachClient.class).http().get("/y");
				assertThat(lastRequest().headers().getFirst(HttpHeaders.COOKIE)).isEqualTo("session=1");
			});
	}

	@Test
	void customizersOfWebClient() {
		this.runner.withUserConfiguration(OverrideExamples.CustomizersOfWebClient.class)
			.withBean(WebClient.Builder.class, () -> WebClient.builder().defaultHeader("X-Shop", "here"))
			.run((context) -> {
				send(context.getBean(ReachClient.class));
				assertThat(lastRequest().headers().getFirst("X-Shop")).isEqualTo("here");
			});
	}

	@Test
	void tlsOfYourOwn() throws Exception {
		SslContext sslContext = SslContextBuilder.forClient().build();
		this.runner.withUserConfiguration(OverrideExamples.TlsOfYourOwn.class)
			.withBean(SslContext.class, () -> sslContext)
			.run((context) -> assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull());
	}

	@Test
	void leaveForEachAttempt() {
		AtomicReference<String> token = new AtomicReference<>("");
		this.runner.withUserConfiguration(OverrideExamples.LeaveForEachAttempt.class)
			.withBean(Tokens.class, () -> token::get)
			.run((context) -> {
				ReachClient client = context.getBean(ReachClient.class);
				assertThatExceptionOfType(ReachRateLimitedException.class).isThrownBy(() -> send(client));
				assertThat(this.server.requests()).isEmpty();
				token.set("any");
				assertThat(send(client).messageId()).isNotNull();
			});
	}

	@Test
	void errorsOfYourOwn() {
		this.server.enqueue(ReachHttpResponse.json(400, "{\"errorCode\":20202}"));
		this.runner.withUserConfiguration(OverrideExamples.ErrorsOfYourOwn.class).run((context) -> {
			ReachClient client = context.getBean(ReachClient.class);
			assertThatIllegalStateException().isThrownBy(() -> send(client)).withMessage("The Reach account is empty");
			assertThatExceptionOfType(ReachNotFoundException.class)
				.isThrownBy(() -> client.messaging().messagingItems().fetch("MID0"));
		});
	}

	@Test
	void errorsInABodyOfSuccess() {
		this.server.enqueue(ReachHttpResponse.json(201, "{\"status\":400,\"errorCode\":20202}"));
		this.server.enqueue(ReachHttpResponse.json(200, "{\"status\":\"failed\",\"errorCode\":30001}"));
		this.runner.withUserConfiguration(OverrideExamples.ErrorsInABodyOfSuccess.class).run((context) -> {
			ReachClient client = context.getBean(ReachClient.class);
			assertThatExceptionOfType(ReachApiException.class).isThrownBy(() -> send(client))
				.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(20202));
			assertThat(client.messaging().messagingItems().fetch("MID1").errorCode()).isEqualTo(30001);
		});
	}

	@Test
	void theBuilder() {
		this.runner.withUserConfiguration(OverrideExamples.TheBuilder.class)
			.withPropertyValues("reach.request-timeout=1ms")
			.run((context) -> assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull());
	}

	@Test
	void aSecondClient() {
		this.runner.withUserConfiguration(OverrideExamples.ASecondClient.class).run((context) -> {
			assertThat(context.getBeansOfType(ReachClient.class)).containsOnlyKeys("reachClient",
					"marketingReachClient");
			context.getBean("marketingReachClient", ReachClient.class).http().get("/x");
			assertThat(lastRequest().headers().getFirst("ApiUser")).isEqualTo("marketing");
			assertThat(send(context.getBean(ReachClient.class)).messageId()).isNotNull();
		});
	}

	@Test
	void aTestConfiguration() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ReachAutoConfiguration.class, ReachTransportAutoConfiguration.class))
			.withUserConfiguration(OverrideExamples.ReachTestConfiguration.class)
			.run((context) -> {
				send(context.getBean(ReachClient.class));
				assertThat(context.getBean(MockReachServer.class).requests()).hasSize(1);
			});
	}

	private static MessagingItem send(ReachClient client) {
		return client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
	}

	private ReachHttpRequest lastRequest() {
		return this.server.requests().get(this.server.requests().size() - 1);
	}

}
