package dev.reach.credential;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.reach.ReachClient;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of tokens that expire, on the wire.
 */
class TokenRefreshTests {

	private static final int CALLS = 50;

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	private final AtomicInteger fetches = new AtomicInteger();

	private volatile String accepted = "token-1";

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST" })
	void callsWhoseTokenExpiredShareOneFetch(String method) {
		serve();
		ReachClient client = client(Duration.ofMillis(50));
		assertThat(statuses(client, HttpMethod.valueOf(method), 1)).containsExactly(200);
		for (int generation = 2; generation <= 4; generation++) {
			this.server.requests().clear();
			this.accepted = "token-" + generation;
			assertThat(statuses(client, HttpMethod.valueOf(method), CALLS)).hasSize(CALLS).containsOnly(200);
			assertThat(this.fetches).hasValue(generation);
			Map<String, List<SignedRequest>> byPath = this.server.requests()
				.stream()
				.map(SignedRequest::new)
				.collect(Collectors.groupingBy(SignedRequest::path));
			assertThat(byPath).hasSize(CALLS);
			assertThat(byPath.values()).allSatisfy((ofCall) -> {
				assertThat(ofCall).hasSizeLessThanOrEqualTo(2);
				assertThat(ofCall).filteredOn((request) -> tokenOf(request.text()).equals(this.accepted)).hasSize(1);
			});
			assertThat(byPath.values()).anySatisfy((ofCall) -> assertThat(ofCall).hasSize(2));
		}
	}

	@Test
	void tokenThatStaysRefusedIsFetchedOncePerCall() {
		this.accepted = "none";
		serve();
		ReachClient client = client(Duration.ZERO);
		assertThat(statuses(client, HttpMethod.POST, 1)).containsExactly(401);
		assertThat(this.fetches).hasValue(2);
		assertThat(this.server.requests()).extracting(TokenRefreshTests::tokenOf).containsExactly("token-1", "token-2");
		assertThat(statuses(client, HttpMethod.POST, 1)).containsExactly(401);
		assertThat(this.server.requests()).extracting(TokenRefreshTests::tokenOf)
			.containsExactly("token-1", "token-2", "token-2", "token-3");
	}

	@Test
	void sameTokenAgainIsNotTriedAgain() {
		this.accepted = "none";
		serve();
		ReachClient client = client(ReachCredentialsProvider.cached(Mono.fromSupplier(() -> {
			this.fetches.incrementAndGet();
			return ReachCredentials.bearer("token");
		})));
		assertThat(statuses(client, HttpMethod.GET, 1)).containsExactly(401);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void callThatGivesUpWhileTheTokenIsFetchedDoesNotDisturbTheOthers() throws Exception {
		serve();
		Sinks.One<ReachCredentials> answer = Sinks.one();
		ReachClient client = client(ReachCredentialsProvider.cached(Mono.defer(() -> {
			this.fetches.incrementAndGet();
			return answer.asMono();
		})));
		ReachHttpRequest impatient = request(HttpMethod.POST, 0).mutate().timeout(Duration.ofMillis(100)).build();
		CompletableFuture<ReachHttpResponse> first = client.reactive().http().request(impatient).toFuture();
		CompletableFuture<ReachHttpResponse> second = client.reactive()
			.http()
			.request(request(HttpMethod.POST, 1))
			.toFuture();
		assertThat(first).failsWithin(Duration.ofSeconds(20))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ReachTimeoutException.class);
		answer.tryEmitValue(ReachCredentials.bearer("token-1")).orThrow();
		assertThat(second.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void connectionOfARefusedRequestIsFreeAgainWhenTheOtherCredentialsCannotBeSent() {
		this.accepted = "none";
		serve();
		AtomicInteger asked = new AtomicInteger();
		ReachClient client = this.clients.to(this.server.url())
			.connections(1)
			.credentials(() -> Mono.fromSupplier(() -> (asked.incrementAndGet() % 2 == 1)
					? new ReachCredentials("user", "key") : ReachCredentials.bearer("token")))
			.build();
		for (int call = 0; call < 2; call++) {
			assertThatExceptionOfType(ReachConfigurationException.class)
				.isThrownBy(() -> client.http()
					.stream(request(HttpMethod.POST, 1).mutate().timeout(Duration.ofSeconds(5)).build()))
				.withMessage("The credentials have no API user, without which they can only be sent as a Bearer token;"
						+ " nothing was sent");
		}
	}

	private List<Integer> statuses(ReachClient client, HttpMethod method, int count) {
		Function<Integer, Mono<Integer>> call = (
				number) -> client.reactive().http().request(request(method, number)).map(ReachHttpResponse::status);
		return Flux.fromStream(IntStream.range(0, count).boxed())
			.flatMap(call, count)
			.collectList()
			.blockOptional(Duration.ofSeconds(30))
			.orElseThrow();
	}

	private static ReachHttpRequest request(HttpMethod method, int number) {
		ReachHttpBody body = (method == HttpMethod.POST) ? ReachHttpBody.text("text", MediaType.TEXT_PLAIN)
				: ReachHttpBody.none();
		return ReachHttpRequest.builder(method, "/" + number).body(body).build();
	}

	private ReachClient client(Duration fetchTime) {
		Mono<ReachCredentials> source = Mono
			.fromSupplier(() -> ReachCredentials.bearer("token-" + this.fetches.incrementAndGet()));
		return client(ReachCredentialsProvider.cached(source.delayElement(fetchTime)));
	}

	private ReachClient client(ReachCredentialsProvider provider) {
		return this.clients.closeLater(this.clients.to(this.server.url())
			.credentials(provider)
			.builder()
			.authScheme(AuthScheme.bearer())
			.build());
	}

	private void serve() {
		this.server.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				if (tokenOf(request).equals(this.accepted)) {
					peer.answer("{}");
				}
				else {
					peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\n\r\nrefused");
				}
			}
		});
	}

	private static String tokenOf(String request) {
		return new SignedRequest(request).header("Authorization").replaceAll("^Bearer ", "");
	}

}
