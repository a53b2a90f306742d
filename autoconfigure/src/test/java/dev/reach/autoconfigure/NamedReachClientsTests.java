package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.credential.SignedRequest;
import dev.reach.error.ReachTimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NamedReachClients}.
 */
class NamedReachClientsTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReachAutoConfiguration.class, ReachTransportAutoConfiguration.class));

	@Test
	void anAccountInheritsWhatItLeavesOut() {
		runner().run((context) -> {
			Headers headers = headersSentBy(context.getBean("marketingReachClient", ReachClient.class));
			assertThat(headers.get("ApiUser")).isEqualTo("user");
			assertThat(headers.get("ApiKey")).isEqualTo("key");
			assertThat(headers.get("X-Team")).isEqualTo("shared");
			assertThat(headers.get("X-Own")).isEqualTo("yes");
		});
	}

	@Test
	void anAccountHasCredentialsAndTimesOfItsOwn() {
		runner("reach.clients.marketing.api-user=marketing", "reach.clients.marketing.api-key=other",
				"reach.clients.marketing.headers.X-Team=own", "reach.clients.marketing.request-timeout=3s")
			.run((context) -> {
				ReachClient marketing = context.getBean("marketingReachClient", ReachClient.class);
				Headers headers = headersSentBy(marketing);
				assertThat(headers.get("ApiUser")).isEqualTo("marketing");
				assertThat(headers.get("ApiKey")).isEqualTo("other");
				assertThat(headers.get("X-Team")).isEqualTo("own");
				assertThat(headersSentBy(context.getBean(ReachClient.class)).get("ApiUser")).isEqualTo("user");
				this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
				assertThatExceptionOfType(ReachTimeoutException.class).isThrownBy(() -> marketing.http().get("/x"));
			});
	}

	@Test
	void anAccountHasATransportWithItsOwnSettings() {
		runner("reach.clients.marketing.read-timeout=200ms").run((context) -> {
			this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
			ReachClient marketing = context.getBean("marketingReachClient", ReachClient.class);
			assertThatExceptionOfType(ReachTimeoutException.class).isThrownBy(() -> marketing.http().get("/x"))
				.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ReachTimeoutException.Limit.READ));
		});
	}

	@Test
	void clientsAreQualifiedByNameAndLeaveTheDefaultAlone() {
		runner().withBean(Consumer.class)
			.run((context) -> assertThat(context.getBean(Consumer.class)).satisfies((consumer) -> {
				assertThat(consumer.standard).isSameAs(context.getBean("reachClient"));
				assertThat(consumer.marketing).isSameAs(context.getBean("marketingReachClient"));
				assertThat(consumer.reactive).isSameAs(consumer.marketing.reactive());
			}));
	}

	@Test
	void anAccountWithHalfOfItsCredentialsStopsTheStartUp() {
		runner("reach.api-key=", "reach.clients.marketing.api-user=marketing")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MissingReachCredentialsException.class));
	}

	@Test
	void aBadValueIsReportedUnderTheKeyWhereItStands() {
		runner("reach.clients.marketing.request-timeout=0s").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("'reach.clients.marketing.request-timeout'"));
		runner("reach.clients.marketing.api-user=a b", "reach.clients.marketing.api-key=canary")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'reach.clients.marketing.api-user'")
				.hasMessageNotContaining("canary"));
	}

	@Test
	void anAccountWithoutCredentialsOfItsOwnIsSignedAsTheDefault() {
		runner("reach.api-secret=" + SignedRequest.SECRET).run((context) -> {
			signedBy(context.getBean("marketingReachClient", ReachClient.class)).assertSigned();
			signedBy(context.getBean(ReachClient.class)).assertSigned();
		});
	}

	@Test
	void anAccountWithCredentialsOfItsOwnDoesNotInheritTheSecretOfAnotherKey() {
		runner("reach.api-secret=" + SignedRequest.SECRET, "reach.clients.marketing.api-user=marketing",
				"reach.clients.marketing.api-key=other", "reach.clients.sales.api-key=other")
			.run((context) -> {
				for (String name : List.of("marketingReachClient", "salesReachClient")) {
					Headers headers = headersSentBy(context.getBean(name, ReachClient.class));
					assertThat(headers.get("ApiKey")).isEqualTo("other");
					assertThat(headers.names()).doesNotContain("ApiSignature", "ApiNonce");
				}
				signedBy(context.getBean(ReachClient.class)).assertSigned();
			});
	}

	@Test
	void anAccountHasASecretAndHeadersOfItsOwn() {
		String own = "b3duIHNlY3JldA==";
		runner("reach.api-secret=" + SignedRequest.SECRET, "reach.clients.marketing.api-user=marketing",
				"reach.clients.marketing.api-key=other", "reach.clients.marketing.api-secret=" + own,
				"reach.clients.sales.nonce-header=X-Nonce")
			.run((context) -> {
				signedBy(context.getBean("marketingReachClient", ReachClient.class)).assertSigned(own, "ApiSignature",
						"ApiNonce");
				signedBy(context.getBean("salesReachClient", ReachClient.class)).assertSigned(SignedRequest.SECRET,
						"ApiSignature", "X-Nonce");
				signedBy(context.getBean(ReachClient.class)).assertSigned();
			});
	}

	@Test
	void aBadSecretIsReportedUnderTheKeyWhereItStands() {
		runner("reach.clients.marketing.api-secret=canary!").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("'reach.clients.marketing.api-secret'")
			.hasMessageContaining("must be Base64")
			.hasMessageNotContaining("canary"));
	}

	@Test
	void anAccountHasASchemeOfItsOwn() {
		runner("reach.clients.marketing.auth-scheme=basic", "reach.clients.sales.auth-scheme=bearer",
				"reach.clients.sales.api-key=token")
			.run((context) -> {
				assertThat(
						headersSentBy(context.getBean("marketingReachClient", ReachClient.class)).get("Authorization"))
					.isEqualTo("Basic dXNlcjprZXk=");
				assertThat(headersSentBy(context.getBean("salesReachClient", ReachClient.class)).get("Authorization"))
					.isEqualTo("Bearer token");
				assertThat(headersSentBy(context.getBean(ReachClient.class)).get("Authorization")).isNull();
			});
	}

	@Test
	void aMisspeltKeyOfAnAccountStopsTheStartUp() {
		runner("reach.clients.marketing.api-kei=canary").run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = Objects.requireNonNull(context.getStartupFailure());
			assertThat(failure).rootCause().isInstanceOf(UnboundConfigurationPropertiesException.class);
			assertThat(new UnknownReachPropertyFailureAnalyzer().analyze(failure)).isNotNull()
				.satisfies((analysis) -> assertThat(analysis.getDescription())
					.contains("Property: reach.clients.marketing.api-kei",
							"Did you mean: reach.clients.marketing.api-key")
					.doesNotContain("canary"));
		});
	}

	private ApplicationContextRunner runner(String... properties) {
		return this.runner
			.withPropertyValues("reach.base-url=" + this.server.url("/"), "reach.api-user=user", "reach.api-key=key",
					"reach.headers.X-Team=shared", "reach.clients.marketing.headers.X-Own=yes")
			.withPropertyValues(properties);
	}

	private SignedRequest signedBy(ReachClient client) throws InterruptedException {
		return TestContexts.signed(requestOf(client));
	}

	private Headers headersSentBy(ReachClient client) throws InterruptedException {
		return requestOf(client).getHeaders();
	}

	private RecordedRequest requestOf(ReachClient client) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		client.http().get("/x");
		RecordedRequest request = this.server.takeRequest(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

	static class Consumer {

		private final ReachClient standard;

		private final ReachClient marketing;

		private final ReactiveReachClient reactive;

		Consumer(ReachClient standard, @Qualifier("marketing") ReachClient marketing,
				@Qualifier("marketing") ReactiveReachClient reactive) {
			this.standard = standard;
			this.marketing = marketing;
			this.reactive = reactive;
		}

	}

}
