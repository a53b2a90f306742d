package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.messaging.MessagingItem;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ReachAutoConfiguration}.
 */
class ReachAutoConfigurationTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final ApplicationContextRunner contextRunner = TestContexts.runner();

	@Test
	void plainApplicationSendsAndFetches() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server)).run(this::sendsAndFetches);
	}

	@Test
	void webFluxApplicationSendsAndFetchesOnItsEventLoops() {
		new ReactiveWebApplicationContextRunner().withConfiguration(TestContexts.AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(NettyReactiveWebServerAutoConfiguration.class,
					HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class))
			.withPropertyValues(TestContexts.QUICK_END)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(context).hasSingleBean(ReactorResourceFactory.class);
				sendsAndFetches(context);
				assertThat(threadOfResponse(context)).startsWith("reactor-http-");
			});
	}

	@Test
	void servletApplicationSendsAndFetches() {
		new WebApplicationContextRunner().withConfiguration(TestContexts.AUTO_CONFIGURATIONS)
			.withPropertyValues(TestContexts.QUICK_END)
			.withPropertyValues(TestContexts.client(this.server))
			.run(this::sendsAndFetches);
	}

	@Test
	void lazyApplicationSendsAndFetches() throws InterruptedException {
		try (ConfigurableApplicationContext context = application().lazyInitialization(true)
			.properties(TestContexts.client(this.server))
			.run()) {
			sendsAndFetches(context);
		}
	}

	@Test
	void applicationWithoutWebClientSendsAndFetchesOnOwnEventLoops() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ReachTransportAutoConfiguration.class, ReachAutoConfiguration.class))
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ReactorResourceFactory.class);
				sendsAndFetches(context);
				assertThat(threadOfResponse(context)).startsWith("reach-");
			});
	}

	@Test
	void closingTheContextClosesTheClient() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server)).run((context) -> {
			ReachClient client = context.getBean(ReachClient.class);
			context.close();
			assertThat(client).asString().contains("closed");
		});
	}

	@Test
	void noCredentialsStopTheStart() {
		this.contextRunner.withPropertyValues(TestContexts.baseUrl(this.server))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MissingReachCredentialsException.class)
				.hasMessage("The Reach client has no API user and no API key"));
	}

	@Test
	void noCredentialsStopTheStartOfALazyApplication() {
		assertThatException().isThrownBy(() -> application().lazyInitialization(true).run().close())
			.havingRootCause()
			.isInstanceOf(MissingReachCredentialsException.class);
	}

	@Test
	void noApiKeyStopsTheStart() {
		this.contextRunner.withPropertyValues("reach.api-user=user")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The Reach client has no API key, only an API user"));
	}

	@Test
	void noApiUserStopsTheStart() {
		this.contextRunner.withPropertyValues("reach.api-key=key")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The Reach client has no API user, only an API key"));
	}

	@Test
	void emptyCredentialsCountAsMissing() {
		this.contextRunner
			.withInitializer(TestContexts
				.variables(Map.of("REACH_TALKYLABS_API_USER", "", "REACH_TALKYLABS_API_KEY", "variable-key")))
			.withPropertyValues("reach.api-user= ", "reach.api-key=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The Reach client has no API user, only an API key"));
	}

	@Test
	void credentialsComeFromTheVariables() {
		this.contextRunner
			.withInitializer(TestContexts.variables(
					Map.of("REACH_TALKYLABS_API_USER", "variable-user", "REACH_TALKYLABS_API_KEY", "variable-key")))
			.withPropertyValues(TestContexts.baseUrl(this.server))
			.run((context) -> sendsWith(context, "variable-user", "variable-key"));
	}

	@Test
	void propertiesWinOverTheVariables() {
		this.contextRunner
			.withInitializer(TestContexts.variables(
					Map.of("REACH_TALKYLABS_API_USER", "variable-user", "REACH_TALKYLABS_API_KEY", "variable-key")))
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> sendsWith(context, "user", "key"));
	}

	@Test
	void propertyAndVariableCompleteEachOther() {
		this.contextRunner.withInitializer(TestContexts.variables(Map.of("REACH_TALKYLABS_API_KEY", "variable-key")))
			.withPropertyValues(TestContexts.baseUrl(this.server), "reach.api-user=user")
			.run((context) -> sendsWith(context, "user", "variable-key"));
	}

	@Test
	void unrelatedVariablesThatBeginWithReachAreIgnored() {
		this.contextRunner
			.withInitializer(
					TestContexts.variables(Map.of("REACH_PORT", "tcp://10.0.0.1:80", "REACH_SERVICE_HOST", "10.0.0.1")))
			.withPropertyValues(TestContexts.client(this.server))
			.run(this::sendsAndFetches);
	}

	@Test
	void disabledClientLeavesNoBean() {
		this.contextRunner.withPropertyValues("reach.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("reach"));
		});
	}

	@Test
	void clientOfTheApplicationNeedsNoCredentials() {
		ReachClient client = ReachClient.builder()
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("own", "own")))
			.build();
		this.contextRunner.withBean(ReachClient.class, () -> client)
			.run((context) -> assertThat(context).hasNotFailed().getBean(ReachClient.class).isSameAs(client));
	}

	private void sendsWith(ApplicationContext context, String apiUser, String apiKey) throws InterruptedException {
		this.server.enqueue(TestContexts.MESSAGE);
		context.getBean(ReachClient.class).messaging().messagingItems().send("+22800000001", "Acme", "Hi");
		RecordedRequest request = TestContexts.takeRequest(this.server);
		assertThat(request.getHeaders().values("ApiUser")).containsExactly(apiUser);
		assertThat(request.getHeaders().values("ApiKey")).containsExactly(apiKey);
	}

	private void sendsAndFetches(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(TestContexts.MESSAGE);
		MessagingItem sent = context.getBean(ReachClient.class)
			.messaging()
			.messagingItems()
			.send("+22800000001", "Acme", "Hi");
		assertThat(sent.messageId()).isEqualTo("m-1");
		RecordedRequest send = TestContexts.takeRequest(this.server);
		assertThat(send.getRequestLine()).isEqualTo("POST /rest/messaging/v1/create HTTP/1.1");
		assertThat(Objects.requireNonNull(send.getBody()).utf8()).isEqualTo("dest=%2B22800000001&src=Acme&body=Hi");
		assertThat(send.getHeaders().values("ApiUser")).containsExactly("user");
		assertThat(send.getHeaders().values("ApiKey")).containsExactly("key");

		this.server.enqueue(TestContexts.MESSAGE);
		MessagingItem fetched = context.getBean(ReactiveReachClient.class)
			.messaging()
			.messagingItems()
			.fetch("m-1")
			.block(Duration.ofSeconds(5));
		assertThat(fetched).isEqualTo(sent);
		assertThat(TestContexts.takeRequest(this.server).getRequestLine())
			.isEqualTo("GET /rest/messaging/v1/fetch?messageId=m-1 HTTP/1.1");
	}

	private String threadOfResponse(ApplicationContext context) {
		this.server.enqueue(TestContexts.MESSAGE);
		return Objects.requireNonNull(context.getBean(ReactiveReachClient.class)
			.http()
			.get("/any")
			.map((response) -> Thread.currentThread().getName())
			.block(Duration.ofSeconds(5)));
	}

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).logStartupInfo(false);
	}

	@ImportAutoConfiguration({ ReachTransportAutoConfiguration.class, ReachAutoConfiguration.class })
	static class Application {

	}

}
