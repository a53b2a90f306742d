package dev.reach.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.error.ReachException;
import dev.reach.netty.FaultServer;
import dev.reach.netty.WebClientTransport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that credentials and headers, which may be secret, are neither printed nor
 * logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReachSecretsTests {

	private static final List<String> LOGGERS = List.of("dev.reach", "org.springframework.web",
			"org.springframework.http", "reactor.netty", "reactor.core", "io.netty");

	private static final String BASIC = Base64.getEncoder()
		.encodeToString("canary-proxy:canary-password".getBytes(StandardCharsets.UTF_8));

	private static final String API_BASIC = Base64.getEncoder()
		.encodeToString("canary-user:canary-key".getBytes(StandardCharsets.UTF_8));

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@AfterEach
	void resetLogLevels() {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		LOGGERS.forEach((logger) -> logging.setLogLevel(logger, null));
	}

	@Test
	void noBeanShowsASecretInItsStringForm(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start()) {
			for (String name : context.getBeanDefinitionNames()) {
				assertThat(context.getBean(name)).as(name).asString().doesNotContain("canary");
			}
			ReachClient client = context.getBean(ReachClient.class);
			ReactiveReachClient reactive = context.getBean(ReactiveReachClient.class);
			assertThat(Stream.of(context.getBean(ReachConnectionDetails.class).getCredentials(), client.http(),
					client.messaging(), client.messaging().messagingItems(), client.authentix(),
					client.authentix().configurationItems(), client.reactive(), reactive.http(), reactive.messaging(),
					reactive.messaging().messagingItems()))
				.extracting(Object::toString)
				.noneMatch((text) -> text.contains("canary"));
		}
		assertThat(output).doesNotContain("canary");
	}

	@ParameterizedTest
	@EnumSource(names = { "DEBUG", "TRACE" })
	void noCallLogsASecret(LogLevel level, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(levels(level))) {
			succeedAndFail(context);
		}
		assertThat(output).as("the loggers are on").contains("reactor.netty", "dev.reach");
		assertThat(output).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "basic", "bearer" })
	void noCallLogsOrThrowsASecretOfAnotherScheme(String scheme, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(
				Stream.concat(Stream.of(levels(LogLevel.TRACE)), Stream.of("--reach.auth-scheme=" + scheme))
					.toArray(String[]::new))) {
			assertThat(succeedAndFail(context)).hasSize(2)
				.allSatisfy((failure) -> assertThat(stackTrace(failure)).doesNotContain("canary", API_BASIC));
		}
		assertThat(output).as("the loggers are on").contains("reactor.netty", "dev.reach");
		assertThat(output).doesNotContain("canary", API_BASIC);
	}

	@Test
	void noCallLogsASecretAlsoIfTheApplicationLogsTheDetailsOfRequests(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Stream
			.concat(Stream.of(levels(LogLevel.TRACE)),
					Stream.of("--spring.http.codecs.log-request-details=true", "--on-web-client=true"))
			.toArray(String[]::new))) {
			succeedAndFail(context);
		}
		assertThat(output).as("the loggers are on").contains("HTTP POST").contains("headers=");
		assertThat(output).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.reach.test", "http://localhost" })
	void noCallThroughAProxyLogsOrThrowsASecret(String target, CapturedOutput output) {
		this.proxy.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				peer.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"
						+ "Proxy-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"auth\"\r\nContent-Length: 0\r\n\r\n");
			}
		});
		List<String> arguments = new ArrayList<>(List.of(levels(LogLevel.TRACE)));
		arguments.addAll(List.of("--reach.proxy.bypass-loopback=false", "--reach.proxy.http-url=" + this.proxy.url(),
				"--reach.proxy.https-url=" + this.proxy.url()));
		try (ConfigurableApplicationContext context = run("reach.base-url=" + target,
				arguments.toArray(String[]::new))) {
			assertThat(stackTrace(fail(context.getBean(ReachClient.class)))).contains("does not accept the credentials")
				.doesNotContain("canary", BASIC);
		}
		assertThat(this.proxy.requests()).hasSize(2);
		assertThat(this.proxy.requests().get(0)).contains(BASIC);
		assertThat(this.proxy.requests().get(1)).contains("Digest username=\"canary-proxy\"");
		assertThat(output).as("the loggers are on").contains("reactor.netty", "dev.reach");
		assertThat(output).doesNotContain("canary", BASIC);
	}

	@Test
	void noExceptionShowsASecret() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(succeedAndFail(context)).hasSize(2)
				.allSatisfy((failure) -> assertThat(stackTrace(failure)).doesNotContain("canary"));
		}
	}

	private List<ReachException> succeedAndFail(ConfigurableApplicationContext context) {
		ReachClient client = context.getBean(ReachClient.class);
		this.server.enqueue(TestContexts.MESSAGE);
		client.messaging().messagingItems().send("+22800000001", "Acme", "canary-text");
		List<ReachException> failures = new ArrayList<>();
		this.server.enqueue(new MockResponse.Builder().code(500).body("{}").build());
		failures.add(fail(client));
		this.server.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
		failures.add(fail(client));
		return failures;
	}

	private static ReachException fail(ReachClient client) {
		return catchThrowableOfType(ReachException.class,
				() -> client.messaging().messagingItems().send("+22800000001", "Acme", "canary-text"));
	}

	private ConfigurableApplicationContext start(String... arguments) {
		return run(TestContexts.baseUrl(this.server), arguments);
	}

	private static ConfigurableApplicationContext run(String baseUrl, String... arguments) {
		String[] own = { "--" + baseUrl, "--reach.api-user=canary-user", "--reach.api-key=canary-key",
				"--reach.api-secret=canarySecret", "--reach.headers.x-token=canary-header",
				"--reach.proxy.url=http://canary-old:canary-old@proxy.test", "--reach.proxy.username=canary-proxy",
				"--reach.proxy.password=canary-password", "--HTTPS_PROXY=http://canary:canary@proxy.test",
				"--" + TestContexts.QUICK_END };
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(Stream.concat(Stream.of(own), Stream.of(arguments)).toArray(String[]::new));
	}

	private static String[] levels(LogLevel level) {
		return LOGGERS.stream().map((logger) -> "--logging.level." + logger + "=" + level).toArray(String[]::new);
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnBooleanProperty("on-web-client")
		WebClientTransport webClientTransport(WebClient.Builder webClientBuilder) {
			return new WebClientTransport(webClientBuilder);
		}

	}

}
