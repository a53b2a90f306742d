package dev.reach.netty;

import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.ReachClient;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.Delivery;
import dev.reach.error.ReachAuthenticationException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CredentialHeaders} on the wire.
 */
class CredentialTests {

	private static final String REFUSED = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\n\r\nrefused";

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final FaultServer other = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void providerIsAskedForEachCall() {
		answerEach("ok");
		Rotation rotation = new Rotation("one", "two");
		ReachClient client = client(rotation);
		assertThat(client.http().request(Failures.post()).status()).isEqualTo(200);
		rotation.keys.removeFirst();
		assertThat(client.http().request(Failures.post()).status()).isEqualTo(200);
		assertThat(keys(this.server)).containsExactly("one", "two");
	}

	@Test
	void refusedRequestIsRepeatedOnceWithOtherCredentials() {
		this.server.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				if (keyOf(request).equals("two")) {
					peer.answer("welcome");
				}
				else {
					peer.write(REFUSED);
				}
			}
		});
		Rotation rotation = new Rotation("one", "two");
		ReachClient client = client(rotation);
		assertThat(client.http().request(Failures.post()).text().block()).isEqualTo("welcome");
		assertThat(keys(this.server)).containsExactly("one", "two");
		assertThat(this.server.requests()).allSatisfy((request) -> assertThat(request).endsWith("canary-body"));
		assertThat(rotation.refused).containsExactly(new ReachCredentials(TestClients.API_USER, "one"));
	}

	@Test
	void refusedRequestIsNotRepeatedMoreThanOnce() {
		refuseEach(this.server);
		ReachClient client = client(new Rotation("one", "two", "three", "four"));
		ReachHttpResponse response = client.http().request(Failures.post());
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.text().block()).isEqualTo("refused");
		assertThat(keys(this.server)).containsExactly("one", "two");
	}

	@Test
	void refusedRequestIsNotRepeatedWithTheSameCredentials() {
		refuseEach(this.server);
		ReachClient client = client(new Rotation("one"));
		ReachHttpResponse response = client.http().request(Failures.post());
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.text().block()).isEqualTo("refused");
		assertThat(keys(this.server)).containsExactly("one");
	}

	@Test
	void refusedStreamIsNotRepeated() {
		refuseEach(this.server);
		ReachClient client = client(new Rotation("one", "two"));
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(new byte[10]);
		ReachHttpResponse response = client.http()
			.post("/upload", ReachHttpBody.stream(Flux.just(buffer), MediaType.APPLICATION_OCTET_STREAM, 10));
		assertThat(response.status()).isEqualTo(401);
		assertThat(keys(this.server)).containsExactly("one");
	}

	@Test
	void refusedOperationFailsWithoutShowingTheCredentials() {
		refuseEach(this.server);
		ReachClient client = this.clients.to(this.server.url()).build();
		assertThatExceptionOfType(ReachAuthenticationException.class)
			.isThrownBy(() -> client.messaging().messagingItems().fetch("canary-query"))
			.satisfies((ex) -> Failures.assertThatNothingSecretIsIn(Failures.stackTraceOf(ex)));
	}

	@Test
	void connectionOfARefusedRequestIsFreeAgainWhenTheProviderFails() {
		refuseEach(this.server);
		Rotation rotation = new Rotation("one");
		ReachClient client = this.clients.to(this.server.url())
			.connections(1)
			.credentials(new FailingAfterRefusal(rotation))
			.build();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> client.http().stream(Failures.post().mutate().timeout(Duration.ofSeconds(5)).build()))
			.withMessageContaining("vault");
		assertThat(client.http().request(Failures.post().mutate().timeout(Duration.ofSeconds(5)).build()).status())
			.isEqualTo(401);
	}

	@Test
	void connectionOfARefusedRequestIsFreeAgainWhenTheProviderHangs() {
		refuseEach(this.server);
		AtomicInteger asked = new AtomicInteger();
		ReachCredentials credentials = new ReachCredentials(TestClients.API_USER, "one");
		ReachClient client = this.clients.to(this.server.url())
			.connections(1)
			.credentials(() -> (asked.incrementAndGet() == 2) ? Mono.never() : Mono.just(credentials))
			.build();
		Failures.of(client.reactive().http().stream(Failures.post().mutate().timeout(Duration.ofSeconds(3)).build()),
				ReachTimeoutException.class, Delivery.UNKNOWN, "No answer within the request timeout of 3000 ms");
		assertThat(client.http().request(Failures.post()).status()).isEqualTo(401);
	}

	@Test
	void credentialsAreNotSentToAnotherOrigin() {
		answerEach("ok");
		this.other.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("other");
		});
		ReachClient client = client(new Rotation("one"));
		ReachHttpResponse response = client.http().get(this.other.url() + "/path");
		assertThat(response.text().block()).isEqualTo("other");
		assertThat(this.other.requests()).singleElement()
			.asString()
			.doesNotContainIgnoringCase(AuthScheme.API_KEY)
			.doesNotContainIgnoringCase(AuthScheme.API_USER)
			.doesNotContain(TestClients.API_USER);
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void sameHostByAnotherNameIsAnotherOrigin() {
		answerEach("ok");
		ReachClient client = client(new Rotation("one"));
		client.http().get("http://localhost:" + this.server.port() + "/path");
		assertThat(this.server.requests()).singleElement().asString().doesNotContainIgnoringCase(AuthScheme.API_KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.example.com", "http://10.0.0.1:8080", "http://localhost.example.com",
			"http://127.0.0.1.example.com", "HTTP://EXAMPLE.com" })
	void plainHttpToAnotherMachineIsRefused(String url) {
		ReachClient.Builder builder = this.clients.to(URI.create(url)).builder();
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(builder::build)
			.withMessageStartingWith("The credentials would travel in clear to http://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "http://api.localhost:1",
			"https://api.example.com" })
	void loopbackAndSecureHostsAreAllowed(String url) {
		assertThatNoException().isThrownBy(() -> this.clients.to(URI.create(url)).build());
	}

	@Test
	void emptyProviderFailsBeforeAnythingIsSent() {
		ReachClient client = this.clients.to(this.server.url()).credentials(Mono::empty).build();
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> client.http().request(Failures.post()))
			.withMessageContaining("gave no credentials");
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void headersHaveTheNamesThatWereSet() {
		answerEach("ok");
		ReachClient client = this.clients.closeLater(
				this.clients.to(this.server.url()).builder().authScheme(AuthScheme.headers("X-User", "X-Key")).build());
		client.http().request(ReachHttpRequest.builder(HttpMethod.GET, "/").build());
		assertThat(this.server.requests()).singleElement()
			.asString()
			.contains("X-User: " + TestClients.API_USER, "X-Key: " + TestClients.API_KEY)
			.doesNotContain("ApiKey", "ApiUser");
	}

	private ReachClient client(ReachCredentialsProvider provider) {
		return this.clients.to(this.server.url()).credentials(provider).build();
	}

	private void answerEach(String body) {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer(body);
			}
		});
	}

	private static void refuseEach(FaultServer server) {
		server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write(REFUSED);
			}
		});
	}

	private static List<String> keys(FaultServer server) {
		return server.requests().stream().map(CredentialTests::keyOf).toList();
	}

	private static String keyOf(String request) {
		return request.replaceAll("(?is).*\r\nApiKey: ([^\r]*)\r\n.*", "$1");
	}

	/**
	 * Gives one key after the other, the next when one is refused.
	 */
	private static final class Rotation implements ReachCredentialsProvider {

		private final Deque<String> keys;

		private final List<ReachCredentials> refused = new CopyOnWriteArrayList<>();

		Rotation(String... keys) {
			this.keys = new ConcurrentLinkedDeque<>(List.of(keys));
		}

		@Override
		public Mono<ReachCredentials> credentials() {
			return Mono.fromSupplier(() -> new ReachCredentials(TestClients.API_USER, this.keys.getFirst()));
		}

		@Override
		public void invalidate(ReachCredentials refused) {
			this.refused.add(refused);
			if (this.keys.size() > 1) {
				this.keys.removeFirst();
			}
		}

	}

	/**
	 * Fails when it is asked again right after a refusal.
	 */
	private static final class FailingAfterRefusal implements ReachCredentialsProvider {

		private final ReachCredentialsProvider provider;

		private volatile int refusals;

		FailingAfterRefusal(ReachCredentialsProvider provider) {
			this.provider = provider;
		}

		@Override
		public Mono<ReachCredentials> credentials() {
			return Mono.defer(() -> {
				boolean fail = this.refusals == 1;
				this.refusals = fail ? 2 : this.refusals;
				return fail ? Mono.error(new IllegalStateException("The vault is down")) : this.provider.credentials();
			});
		}

		@Override
		public void invalidate(ReachCredentials refused) {
			this.refusals = (this.refusals == 0) ? 1 : this.refusals;
		}

	}

}
