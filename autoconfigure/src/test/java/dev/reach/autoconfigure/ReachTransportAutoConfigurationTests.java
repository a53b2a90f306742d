package dev.reach.autoconfigure;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import dev.reach.ReachClient;
import dev.reach.authentix.Channel;
import dev.reach.authentix.PaymentInfo;
import dev.reach.authentix.StartAuthentication;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessagingItem;
import dev.reach.netty.WebClientTransport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachTransportAutoConfiguration}: what the application does to Spring
 * Boot's builders applies to our transport, and what we do does not apply to the
 * application.
 */
class ReachTransportAutoConfigurationTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final ApplicationContextRunner contextRunner = TestContexts.runner();

	@Test
	void addsNothingToTheWebClientsOfTheApplication() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server)).run((context) -> {
			assertThat(context.getBeanNamesForType(WebClientCustomizer.class))
				.allSatisfy((name) -> assertThat(context.getBeanFactory().getBeanDefinition(name).getFactoryBeanName())
					.startsWith("org.springframework.boot."));
			this.server.enqueue(new MockResponse.Builder().build());
			context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(this.server.url("/own").uri())
				.retrieve()
				.toBodilessEntity()
				.block(Duration.ofSeconds(5));
			RecordedRequest request = TestContexts.takeRequest(this.server);
			assertThat(request.getHeaders().names()).doesNotContain("ApiUser", "ApiKey", "X-Reach-Client");
			assertThat(request.getHeaders().get("User-Agent")).startsWith("ReactorNetty/");
		});
	}

	@Test
	void addsNoJsonMapper() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> assertThat(context).getBeanNames(JsonMapper.class).containsExactly("jacksonJsonMapper"));
	}

	@Test
	void namingStrategyOfTheApplicationDoesNotChangeWhatIsRead() {
		withNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).run((context) -> {
			assertThat(context.getBean(JsonMapper.class)
				.readValue("{\"message_id\":\"m-1\"}", MessagingItem.class)
				.messageId()).isEqualTo("m-1");
			this.server.enqueue(TestContexts.MESSAGE);
			MessagingItem message = client(context).messaging().messagingItems().fetch("m-1");
			assertThat(message.messageId()).isEqualTo("m-1");
		});
	}

	@Test
	void namingStrategyOfTheApplicationDoesNotChangeWhatIsSent() {
		PaymentInfo payment = new PaymentInfo("Acme", BigDecimal.ONE, "XOF");
		withNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).run((context) -> {
			assertThat(context.getBean(JsonMapper.class).writeValueAsString(payment)).contains("\"Payee\"");
			this.server.enqueue(new MockResponse.Builder().body("{}").build());
			client(context).authentix()
				.authenticationItems()
				.start("c-1", StartAuthentication.builder("+22800000001", Channel.SMS).paymentInfo(payment).build());
			String form = Objects.requireNonNull(TestContexts.takeRequest(this.server).getBody()).utf8();
			assertThat(URLDecoder.decode(form, StandardCharsets.UTF_8))
				.endsWith("paymentInfo={\"payee\":\"Acme\",\"amount\":1,\"currency\":\"XOF\"}");
		});
	}

	@Test
	void webClientCustomizerOfTheApplicationDoesNotApplyByDefault() {
		this.contextRunner.withUserConfiguration(OwnWebClientCustomizer.class)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = get(context);
				assertThat(request.getHeaders().names()).doesNotContain("x-default", "x-filter");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void webClientCustomizerOfTheApplicationAppliesToTheTransportOnWebClient() {
		this.contextRunner.withUserConfiguration(OwnWebClientCustomizer.class, OwnWebClientTransport.class)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = get(context);
				assertThat(request.getHeaders().values("x-default")).containsExactly("default");
				assertThat(request.getHeaders().values("x-filter")).containsExactly("filter");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void connectorBuilderCustomizerOfTheApplicationApplies() {
		this.contextRunner.withUserConfiguration(OwnConnectorCustomizer.class)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> {
				RecordedRequest request = get(context);
				assertThat(request.getHeaders().values("x-connector")).containsExactly("connector");
				assertThat(request.getHeaders().values("ApiKey")).containsExactly("key");
			});
	}

	@Test
	void anotherConnectorOfTheApplicationIsLeftAlone() {
		this.contextRunner.withBean(ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues(TestContexts.client(this.server))
			.run((context) -> assertThat(get(context).getHeaders().values("ApiKey")).containsExactly("key"));
	}

	@Test
	void redirectsAreNotFollowedWhateverTheApplicationSays() {
		this.contextRunner.withPropertyValues(TestContexts.client(this.server))
			.withPropertyValues("spring.http.clients.redirects=follow")
			.run((context) -> {
				this.server.enqueue(new MockResponse.Builder().code(302).addHeader("Location", "/elsewhere").build());
				this.server.enqueue(new MockResponse.Builder().build());
				ReachHttpResponse response = client(context).http().get("/here");
				assertThat(response.status()).isEqualTo(302);
				assertThat(this.server.getRequestCount()).isEqualTo(1);
			});
	}

	private ApplicationContextRunner withNamingStrategy(PropertyNamingStrategy strategy) {
		return this.contextRunner
			.withBean(JsonMapperBuilderCustomizer.class, () -> (builder) -> builder.propertyNamingStrategy(strategy))
			.withPropertyValues(TestContexts.client(this.server));
	}

	private RecordedRequest get(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().build());
		client(context).http().get("/any");
		return TestContexts.takeRequest(this.server);
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean(ReachClient.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebClientCustomizer {

		@Bean
		WebClientCustomizer ownWebClientCustomizer() {
			return (builder) -> builder.defaultHeader("x-default", "default")
				.filter((request, next) -> next
					.exchange(ClientRequest.from(request).header("x-filter", "filter").build()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebClientTransport {

		@Bean
		WebClientTransport ownWebClientTransport(WebClient.Builder webClientBuilder) {
			return new WebClientTransport(webClientBuilder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnectorCustomizer {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> ownConnectorCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer(
					(client) -> client.headers((headers) -> headers.set("x-connector", "connector")));
		}

	}

}
