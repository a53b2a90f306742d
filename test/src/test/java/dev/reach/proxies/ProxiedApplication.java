package dev.reach.proxies;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachTransportAutoConfiguration;
import dev.reach.error.ReachProxyException;
import dev.reach.messaging.MessagingItem;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HeldCertificate;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with the auto-configured {@link ReachClient} that sends a message to a
 * target. It finds its proxy in its environment variables, and in nothing else.
 */
record ProxiedApplication(SimulatedTarget target, ApplicationContextRunner runner) {

	static ProxiedApplication to(SimulatedTarget target, String host) {
		ProxiedApplication application = new ProxiedApplication(target,
				new ApplicationContextRunner().withConfiguration(
						AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
								ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
								ReachTransportAutoConfiguration.class, ReachAutoConfiguration.class)))
			.with("spring.reactor.netty.shutdown-quiet-period", "0s")
			.with("reach.base-url", target.url(host))
			.with("reach.api-user", String.valueOf(SimulatedTarget.CREDENTIALS.apiUser()))
			.with("reach.api-key", SimulatedTarget.CREDENTIALS.apiKey())
			.with("spring.ssl.bundle.pem.target.truststore.certificate", SimulatedTarget.CERTIFICATE.certificatePem())
			.with("reach.ssl.bundle", "target");
		boolean loopback = !host.equals(SimulatedTarget.HOST);
		return loopback ? application.with("reach.proxy.bypass-loopback", "false") : application;
	}

	/**
	 * Call the target by a name that only the proxy knows.
	 * @param target the target
	 * @return the application
	 */
	static ProxiedApplication byName(SimulatedTarget target) {
		return to(target, SimulatedTarget.HOST);
	}

	/**
	 * Call the target by its loopback address.
	 * @param target the target
	 * @return the application
	 */
	static ProxiedApplication to(SimulatedTarget target) {
		return to(target, "127.0.0.1");
	}

	ProxiedApplication with(String property, String value) {
		return new ProxiedApplication(this.target, this.runner.withPropertyValues(property + "=" + value));
	}

	/**
	 * Trust a proxy.
	 * @param certificate its certificate
	 * @return the application
	 */
	ProxiedApplication trusting(HeldCertificate certificate) {
		return with("spring.ssl.bundle.pem.proxy.truststore.certificate", certificate.certificatePem())
			.with("reach.proxy.ssl.bundle", "proxy");
	}

	/**
	 * Prefer HTTP/2, as an application would that customizes its clients.
	 * @return the application
	 */
	ProxiedApplication withHttp2() {
		return new ProxiedApplication(this.target, this.runner.withUserConfiguration(Http2Configuration.class));
	}

	/**
	 * Send to https and http targets through the same proxy.
	 * @param url the value of the variables
	 * @return the application
	 */
	ProxiedApplication through(String url) {
		return environment(Map.of("HTTPS_PROXY", url, "HTTP_PROXY", url));
	}

	ProxiedApplication environment(Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return new ProxiedApplication(this.target,
				this.runner.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.replace(name, new SystemEnvironmentPropertySource(name, new HashMap<>(variables)))));
	}

	/**
	 * Send a message, and check that it arrived once and without anything that was meant
	 * for the proxy. The client is closed at once: the context would end the event loops
	 * first, and then a connection may stay open.
	 * @return what arrived
	 */
	RecordedRequest send() {
		AtomicReference<MessagingItem> sent = new AtomicReference<>();
		this.runner.run((context) -> {
			try (ReachClient client = context.getBean(ReachClient.class)) {
				sent.set(send(client));
			}
		});
		assertThat(sent.get()).satisfies((message) -> assertThat(message.messageId()).startsWith("MID"));
		assertThat(this.target.requests()).singleElement().satisfies((request) -> {
			assertThat(request.getMethod()).isEqualTo("POST");
			assertThat(request.getTarget()).startsWith("/");
			assertThat(request.getHeaders().names()).map((name) -> name.toLowerCase(Locale.ROOT))
				.doesNotContain("proxy-authorization", "proxy-connection");
		});
		return this.target.requests().get(0);
	}

	/**
	 * Send messages side by side, twice, and check that each arrived once.
	 * @param messages the number of messages at a time
	 */
	void sendAtATime(int messages) {
		this.runner.run((context) -> {
			ReactiveReachClient client = context.getBean(ReachClient.class).reactive();
			for (int round = 1; round <= 2; round++) {
				List<MessagingItem> sent = Flux.range(0, messages)
					.flatMap((number) -> client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!"),
							messages)
					.collectList()
					.block();
				assertThat(sent).extracting(MessagingItem::messageId).doesNotHaveDuplicates().hasSize(messages);
				assertThat(this.target.requests()).hasSize(messages * round);
			}
		});
	}

	/**
	 * Send a message, and check that the proxy is in the way and nothing arrived.
	 * @return the failure
	 */
	ReachProxyException fail() {
		AtomicReference<ReachProxyException> failure = new AtomicReference<>();
		this.runner.run((context) -> failure.set(assertThatExceptionOfType(ReachProxyException.class)
			.isThrownBy(() -> send(context.getBean(ReachClient.class)))
			.actual()));
		assertThat(this.target.requests()).isEmpty();
		return Objects.requireNonNull(failure.get());
	}

	private static MessagingItem send(ReachClient client) {
		return client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
	}

}
