package dev.reach.autoconfigure.observation;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachTransportAutoConfiguration;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.netty.WebClientTransport;
import dev.reach.observation.DefaultReachObservationConvention;
import dev.reach.observation.ReachObservationConvention;
import dev.reach.observation.RetryBudgetMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.boot.webclient.observation.ObservationWebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachObservationAutoConfiguration}.
 */
class ReachObservationAutoConfigurationTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				WebClientObservationAutoConfiguration.class, ReachTransportAutoConfiguration.class,
				ReachObservationAutoConfiguration.class, ReachAutoConfiguration.class))
		.withPropertyValues("reach.api-user=user", "reach.api-key=key",
				"spring.reactor.netty.shutdown-quiet-period=0s");

	@Test
	void callIsObservedOnceAlsoIfWebClientsAreObserved() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withUserConfiguration(OnWebClient.class)
			.withPropertyValues(baseUrl())
			.run((context) -> {
				assertThat(context).hasSingleBean(ObservationWebClientCustomizer.class);
				fetch(context);
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasSingleObservationThat()
					.hasNameEqualTo("http.client.requests")
					.hasLowCardinalityKeyValue("client.name", "reach")
					.hasLowCardinalityKeyValue("uri", "/rest/messaging/v1/fetch");
			});
	}

	@Test
	void retryBudgetOfEachClientIsAMetric() {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().build());
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues(baseUrl(), "reach.retry.backoff.initial=1ms", "reach.clients.other.api-user=other",
					"reach.clients.other.retry.budget.capacity=7")
			.run((context) -> {
				context.getBean(RetryBudgetMetrics.class).bindTo(meters);
				assertThat(budget(meters, "reach")).isEqualTo(500);
				assertThat(budget(meters, "other")).isEqualTo(7);
				context.getBean(ReachClient.class).http().get("/any");
				assertThat(budget(meters, "reach")).isEqualTo(496);
			});
	}

	@Test
	void withoutMicrometersMetersThereIsNoMetric() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RetryBudgetMetrics.class)
				.hasSingleBean(ReachClient.class));
	}

	private static double budget(MeterRegistry meters, String client) {
		return meters.get("reach.retry.budget").tag("client.name", client).gauge().value();
	}

	@Test
	void webClientsOfTheApplicationAreStillObserved() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues(baseUrl())
			.run((context) -> {
				this.server.enqueue(new MockResponse.Builder().build());
				context.getBean(WebClient.Builder.class)
					.build()
					.get()
					.uri(this.server.url("/own").uri())
					.retrieve()
					.toBodilessEntity()
					.block(Duration.ofSeconds(5));
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasNumberOfObservationsWithNameEqualTo("http.client.requests", 1);
			});
	}

	@Test
	void conventionOfTheApplicationIsUsed() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(ReachObservationConvention.class, OwnConvention::new)
			.withPropertyValues(baseUrl())
			.run((context) -> {
				fetch(context);
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasSingleObservationThat()
					.hasNameEqualTo("own.name")
					.hasLowCardinalityKeyValue("client.name", "reach");
			});
	}

	@Test
	void observerOfTheApplicationReplacesOurs() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(ExchangeObserver.class, () -> ExchangeObserver.NONE)
			.withPropertyValues(baseUrl())
			.run((context) -> {
				fetch(context);
				TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyObservation();
			});
	}

	@Test
	void clientWorksWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReachTransportAutoConfiguration.class,
					ReachObservationAutoConfiguration.class, ReachAutoConfiguration.class))
			.withPropertyValues("reach.api-user=user", "reach.api-key=key", baseUrl())
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ExchangeObserver.class);
				fetch(context);
			});
	}

	@Test
	void clientWorksWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues(baseUrl())
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ExchangeObserver.class);
				fetch(context);
			});
	}

	@Test
	void disabledClientIsNotObserved() {
		this.contextRunner.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues("reach.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExchangeObserver.class));
	}

	private String baseUrl() {
		return "reach.base-url=" + this.server.url("/");
	}

	private void fetch(ApplicationContext context) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().body("{\"messageId\":\"m-1\"}").build());
		assertThat(context.getBean(ReachClient.class).messaging().messagingItems().fetch("m-1").messageId())
			.isEqualTo("m-1");
		assertThat(Objects.requireNonNull(this.server.takeRequest(5, TimeUnit.SECONDS)).getHeaders().values("ApiKey"))
			.containsExactly("key");
	}

	static class OwnConvention extends DefaultReachObservationConvention {

		@Override
		public String getName() {
			return "own.name";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnWebClient {

		@Bean
		WebClientTransport onWebClient(WebClient.Builder webClientBuilder) {
			return new WebClientTransport(webClientBuilder);
		}

	}

}
