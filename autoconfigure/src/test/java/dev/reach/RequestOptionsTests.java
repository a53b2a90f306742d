package dev.reach;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachValidationException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import dev.reach.middleware.ReachHeaders;
import dev.reach.netty.TestClients;
import dev.reach.retry.TestResilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what one request may set for itself, and for headers that are not sent.
 */
class RequestOptionsTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void timeoutOfTheRequestEndsTheCall() {
		this.server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
		ReachHttpRequest request = get().timeout(Duration.ofMillis(200)).build();
		assertThatExceptionOfType(ReachTimeoutException.class)
			.isThrownBy(() -> client(UnaryOperator.identity()).http().request(request))
			.withMessageContaining("200 ms")
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(Limit.CALL));
	}

	@Test
	void timeoutOfTheRequestMayBeLongerThanThatOfTheClient() {
		this.server.enqueue(new MockResponse.Builder().headersDelay(400, TimeUnit.MILLISECONDS).build());
		ReachClient client = client((builder) -> builder.requestTimeout(Duration.ofMillis(50)));
		assertThat(client.http().request(get().timeout(Duration.ofSeconds(20)).build()).status()).isEqualTo(200);
	}

	@Test
	void headerOfTheRequestWinsOverThatOfTheClientWhateverItsCase() throws Exception {
		ReachClient client = client((builder) -> builder.header("X-Team", "default").header("X-Other", "kept"));
		ReachClient derived = this.clients.closeLater(client.withHeaders(Map.of("x-team", "derived")));
		assertThat(send(client, get()).getHeaders().values("X-Team")).containsExactly("default");
		assertThat(send(derived, get()).getHeaders().values("X-Team")).containsExactly("derived");
		RecordedRequest request = send(derived, get().header("X-TEAM", "mine").header("user-agent", "own/1"));
		assertThat(request.getHeaders().values("X-Team")).containsExactly("mine");
		assertThat(request.getHeaders().values("User-Agent")).containsExactly("own/1");
		assertThat(request.getHeaders().values("X-Other")).containsExactly("kept");
	}

	@Test
	void userAgentHasItsForm() throws Exception {
		String agent = "reach-spring/\\S+ \\(%s %s\\) Java/%s".formatted(quoted("os.name"), quoted("os.arch"),
				quoted("java.version"));
		assertThat(send(client(UnaryOperator.identity()), get()).getHeaders().values("User-Agent")).singleElement()
			.asString()
			.matches(agent);
		ReachClient extended = client((builder) -> builder.headers(ReachHeaders.standard(List.of("shop/2", "(x)"))));
		assertThat(send(extended, get()).getHeaders().values("User-Agent")).singleElement()
			.asString()
			.matches(agent + " shop/2 \\(x\\)");
	}

	@Test
	void attributeReachesTheMiddlewaresAndIsNotSent() throws Exception {
		AtomicReference<@Nullable Object> seen = new AtomicReference<>();
		Middleware watching = Middleware.before(Phase.TARGET_EDGE, (exchange) -> {
			seen.set(exchange.request().attributes().get("tenant"));
			return Mono.empty();
		});
		RecordedRequest request = send(client((builder) -> builder.middleware(watching)),
				get().attribute("tenant", "north"));
		assertThat(seen.get()).isEqualTo("north");
		assertThat(request.getHeaders().toString()).doesNotContain("north", "tenant");
		assertThat(request.getTarget()).isEqualTo("/x");
	}

	@ParameterizedTest
	@ValueSource(ints = { Phase.CLIENT_EDGE, Phase.TARGET_EDGE })
	void headerOfAMiddlewareThatCannotBeSentEndsTheCall(int phase) {
		Middleware careless = Middleware.before(phase, (exchange) -> {
			exchange.updateRequest((request) -> request.mutate()
				.headers((headers) -> headers.add("X-Note", "canary\r\nApiUser: other"))
				.build());
			return Mono.empty();
		});
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url("/").uri())
			.resilience(TestResilience.retrying(3, Duration.ofMillis(1)))
			.builder()
			.middleware(careless)
			.build());
		assertIsRefused("X-Note", () -> client.http().request(get().build()));
	}

	@Test
	void headerOfADeclaredOperationThatCannotBeSentEndsTheCall() {
		Things things = client(UnaryOperator.identity()).createClient(Things.class);
		assertIsRefused("X-Note", () -> things.noted("canary\r\nX: y"));
		assertIsRefused("X-Note", () -> things.noted("canaryé"));
		assertIsRefused("Cookie", () -> things.remembered("canary\r\nX: y"));
	}

	private void assertIsRefused(String header, Runnable call) {
		assertThatExceptionOfType(ReachValidationException.class).isThrownBy(call::run)
			.withMessageContaining("'header %s'".formatted(header))
			.withMessageNotContaining("canary")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.server.getRequestCount()).isZero();
	}

	private RecordedRequest send(ReachClient client, ReachHttpRequest.Builder request) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().build());
		client.http().request(request.build());
		return Objects.requireNonNull(this.server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static ReachHttpRequest.Builder get() {
		return ReachHttpRequest.builder(HttpMethod.GET, "/x");
	}

	private static String quoted(String property) {
		return Pattern.quote(System.getProperty(property).replace(' ', '_'));
	}

	private ReachClient client(UnaryOperator<ReachClient.Builder> change) {
		return this.clients.closeLater(change.apply(this.clients.to(this.server.url("/").uri()).builder()).build());
	}

	interface Things {

		@GetExchange("/thing")
		String noted(@RequestHeader("X-Note") String note);

		@GetExchange("/thing")
		String remembered(@CookieValue String session);

	}

}
