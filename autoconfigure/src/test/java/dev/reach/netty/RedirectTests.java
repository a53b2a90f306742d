package dev.reach.netty;

import java.net.URI;

import dev.reach.ReachClient;
import dev.reach.error.ReachApiException;
import dev.reach.http.ReachHttpResponse;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReactorNettyHttpClientFactory} and redirects, which would take the
 * credentials along.
 */
class RedirectTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@StartStop
	public final MockWebServer other = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void answerIsReturnedAsItIsAndNothingReachesTheOtherOrigin(int status) {
		redirect(status);
		ReachClient client = this.clients.to(url()).build();
		assertThatAnswerIsReturned(client, status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectsOfTheApplicationAreOff(int status) {
		redirect(status);
		ReachClient client = this.clients.to(url())
			.settings(HttpClientSettings.defaults().withRedirects(HttpRedirects.FOLLOW))
			.build();
		assertThatAnswerIsReturned(client, status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 307 })
	void customizerOfTheApplicationCannotTurnRedirectsOn(int status) {
		redirect(status);
		ReachClient client = this.clients.to(url())
			.connector(ClientHttpConnectorBuilder.reactor()
				.withHttpClientCustomizer((httpClient) -> httpClient.followRedirect(true)))
			.build();
		assertThatAnswerIsReturned(client, status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void operationOfTheApiFails(int status) {
		redirect(status);
		ReachClient client = this.clients.to(url()).build();
		assertThatExceptionOfType(ReachApiException.class)
			.isThrownBy(() -> client.messaging().messagingItems().send("+15550100000", "Reach", "text"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
		assertThat(this.other.getRequestCount()).isZero();
	}

	private void redirect(int status) {
		this.other.enqueue(new MockResponse.Builder().body("stolen").build());
		this.server.enqueue(new MockResponse.Builder().code(status)
			.setHeader("Location", this.other.url("/elsewhere").toString())
			.body("moved")
			.build());
	}

	private void assertThatAnswerIsReturned(ReachClient client, int status) {
		ReachHttpResponse response = client.http().request(Failures.request(HttpMethod.POST));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers().getLocation()).isEqualTo(this.other.url("/elsewhere").uri());
		assertThat(response.text().block()).isEqualTo("moved");
		assertThat(this.server.getRequestCount()).isEqualTo(1);
		assertThat(this.other.getRequestCount()).isZero();
	}

	private URI url() {
		return this.server.url("/").uri();
	}

}
