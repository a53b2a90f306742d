package dev.reach.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.autoconfigure.observation.ReachObservationAutoConfiguration;
import dev.reach.credential.SignedRequest;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * What the tests of the auto-configuration have in common.
 */
final class TestContexts {

	static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			JacksonAutoConfiguration.class, CodecsAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			ObservationAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
			ReachTransportAutoConfiguration.class, ReachObservationAutoConfiguration.class,
			ReachAutoConfiguration.class);

	static final String QUICK_END = "spring.reactor.netty.shutdown-quiet-period=0s";

	static final MockResponse MESSAGE = new MockResponse.Builder().code(201)
		.addHeader("Content-Type", "application/json")
		.body("{\"messageId\":\"m-1\",\"status\":\"queued\"}")
		.build();

	private TestContexts() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS).withPropertyValues(QUICK_END);
	}

	static String[] client(MockWebServer server) {
		return new String[] { baseUrl(server), "reach.api-user=user", "reach.api-key=key" };
	}

	static String baseUrl(MockWebServer server) {
		return "reach.base-url=" + server.url("/");
	}

	static ApplicationContextInitializer<ConfigurableApplicationContext> variables(Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	static SignedRequest signed(RecordedRequest request) {
		String body = (request.getBody() != null) ? request.getBody().string(StandardCharsets.ISO_8859_1) : "";
		StringBuilder head = new StringBuilder(request.getRequestLine()).append("\r\n");
		request.getHeaders()
			.forEach((header) -> head.append(header.getFirst() + ": " + header.getSecond()).append("\r\n"));
		return new SignedRequest(head + "\r\n" + body);
	}

	static RecordedRequest takeRequest(MockWebServer server) throws InterruptedException {
		return Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS), "No request came");
	}

}
