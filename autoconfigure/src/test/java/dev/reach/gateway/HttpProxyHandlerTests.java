package dev.reach.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachConfigurationException;
import dev.reach.http.Origin;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpProxyHandler}.
 */
class HttpProxyHandlerTests {

	private static final String FROM_ELSEWHERE = "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n";

	@StartStop
	private final MockWebServer target = new MockWebServer();

	@Test
	void requestsAndResponsesArePassedOn() throws Exception {
		this.target.enqueue(new MockResponse.Builder().code(201).addHeader("X-Target", "a").body("done").build());
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url("/base"))
			.rewrite(new PathRewrite("/svc", "/v1"))
			.state(() -> Map.of("user", "alice"))
			.middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.updateRequest((request) -> request.mutate()
					.header("X-User", String.valueOf(exchange.state().get("user")))
					.build());
				return Mono.empty();
			})))) {
			HttpResponse<String> response = send(HttpRequest.newBuilder(gateway.uri("/svc/x?a=1&a=2"))
				.POST(BodyPublishers.ofString("content"))
				.build());
			assertThat(response.statusCode()).isEqualTo(201);
			assertThat(response.headers().firstValue("X-Target")).contains("a");
			assertThat(response.body()).isEqualTo("done");
		}
		RecordedRequest request = this.target.takeRequest();
		assertThat(request.getMethod()).isEqualTo("POST");
		assertThat(request.getTarget()).isEqualTo("/base/v1/x?a=1&a=2");
		assertThat(request.getHeaders().get("X-User")).isEqualTo("alice");
		assertThat(Objects.requireNonNull(request.getBody()).utf8()).isEqualTo("content");
	}

	@Test
	void aHandlerWithCredentialsIsForCallersOnThisMachineUnlessSaidOtherwise() throws Exception {
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(url("")).credentials(credentials(), RequestSigner.NONE))) {
			assertThat(WireMessage.exchange(gateway.port(), FROM_ELSEWHERE).status()).isEqualTo(403);
			assertThat(this.target.getRequestCount()).isZero();
			this.target.enqueue(new MockResponse.Builder().build());
			assertThat(send(HttpRequest.newBuilder(gateway.uri("/")).build()).statusCode()).isEqualTo(200);
			assertThat(this.target.takeRequest().getHeaders().values("ApiKey")).containsExactly("own-key");
		}
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url(""))
			.callerPolicy(CallerPolicy.anyone())
			.credentials(credentials(), RequestSigner.NONE))) {
			this.target.enqueue(new MockResponse.Builder().build());
			assertThat(WireMessage.exchange(gateway.port(), FROM_ELSEWHERE).status()).isEqualTo(200);
			assertThat(this.target.takeRequest().getHeaders().values("ApiKey")).containsExactly("own-key");
		}
	}

	@Test
	void aHandlerWithoutCredentialsIsForEverybodyUnlessSaidOtherwise() throws Exception {
		this.target.enqueue(new MockResponse.Builder().build());
		try (GatewayServer gateway = GatewayServer.to(url(""))) {
			assertThat(WireMessage.exchange(gateway.port(), FROM_ELSEWHERE).status()).isEqualTo(200);
		}
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(url("")).callerPolicy(CallerPolicy.loopback()))) {
			assertThat(WireMessage.exchange(gateway.port(), FROM_ELSEWHERE).status()).isEqualTo(403);
		}
		assertThat(this.target.getRequestCount()).isEqualTo(1);
	}

	@Test
	void optionsOfEachRequestCount() throws Exception {
		this.target.enqueue(new MockResponse.Builder().code(302).addHeader("Location", "/next").build());
		this.target.enqueue(new MockResponse.Builder().body("followed").build());
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url(""))
			.requestOptions((request) -> request.header("X-Option", "set").followRedirects(true)))) {
			HttpResponse<String> response = send(HttpRequest.newBuilder(gateway.uri("/x")).build());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("followed");
		}
		RecordedRequest first = this.target.takeRequest();
		assertThat(first.getTarget()).isEqualTo("/x");
		assertThat(first.getHeaders().get("X-Option")).isEqualTo("set");
		assertThat(this.target.takeRequest().getTarget()).isEqualTo("/next");
	}

	@Test
	void theSelectorChoosesTheHost() throws Exception {
		try (MockWebServer second = new MockWebServer()) {
			second.start();
			second.enqueue(new MockResponse.Builder().body("second").build());
			this.target.enqueue(new MockResponse.Builder().body("first").build());
			URI secondUrl = URI.create("http://127.0.0.1:" + second.getPort() + "/second");
			try (GatewayServer gateway = GatewayServer.start((builder) -> builder.targets(List.of(url("/a"), secondUrl))
				.hostSelector((hosts, candidates) -> hosts.get((second.getRequestCount() == 0) ? 1 : 0)))) {
				assertThat(send(HttpRequest.newBuilder(gateway.uri("/x")).build()).body()).isEqualTo("second");
				assertThat(send(HttpRequest.newBuilder(gateway.uri("/x")).build()).body()).isEqualTo("first");
			}
			assertThat(second.takeRequest().getTarget()).isEqualTo("/second/x");
			assertThat(this.target.takeRequest().getTarget()).isEqualTo("/a/x");
		}
	}

	@Test
	void whatAHandlerCannotDoWithoutIsNamed() {
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> HttpProxyHandler.builder().id("r").build())
			.withMessage("The gateway handler 'r' has no target; give the builder an absolute http or https URL");
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> HttpProxyHandler.builder().id("r").target(url("")).build())
			.withMessage("The gateway handler 'r' has no transport");
	}

	@Test
	void stateIsOfOneRequestOnly() throws Exception {
		CountDownLatch both = new CountDownLatch(2);
		this.target.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
				both.countDown();
				boolean together = both.await(20, TimeUnit.SECONDS);
				return new MockResponse.Builder().code(together ? 200 : 500).build();
			}

		});
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url(""))
			.state(() -> Map.of("initial", "a"))
			.middleware(Middleware.around(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.state().put("path " + exchange.request().uri().getPath(), "seen");
				return Mono.empty();
			}, (exchange) -> {
				ReachHttpResponse response = Objects.requireNonNull(exchange.response());
				String state = new TreeMap<>(exchange.state()).toString();
				return response.discard()
					.doOnSuccess(
							(ended) -> exchange.respond(response.withBytes(state.getBytes(StandardCharsets.US_ASCII))));
			})))) {
			List<CompletableFuture<HttpResponse<String>>> answers = Stream.of("/one", "/two")
				.map((path) -> HttpClient.newHttpClient()
					.sendAsync(HttpRequest.newBuilder(gateway.uri(path)).build(), BodyHandlers.ofString()))
				.toList();
			assertThat(answers.get(0).get(30, TimeUnit.SECONDS).body()).isEqualTo("{initial=a, path /one=seen}");
			assertThat(answers.get(1).get(30, TimeUnit.SECONDS).body()).isEqualTo("{initial=a, path /two=seen}");
		}
	}

	@Test
	void aChangedRequestBodyHasItsOwnLength() throws Exception {
		this.target.enqueue(new MockResponse.Builder().build());
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(url("")).middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.updateRequest((request) -> request.mutate()
					.body(ReachHttpBody.bytes("changed content".getBytes(StandardCharsets.UTF_8), null))
					.build());
				return Mono.empty();
			})))) {
			assertThat(send(HttpRequest.newBuilder(gateway.uri("/")).POST(BodyPublishers.ofString("content")).build())
				.statusCode()).isEqualTo(200);
		}
		RecordedRequest request = this.target.takeRequest();
		assertThat(request.getHeaders().values("Content-Length")).containsExactly("15");
		assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
		assertThat(Objects.requireNonNull(request.getBody()).utf8()).isEqualTo("changed content");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "3" })
	void anAnswerOfAMiddlewareHasItsOwnLength(String declared) throws Exception {
		HttpHeaders headers = new HttpHeaders();
		headers.set("X-Length", declared);
		if (!declared.isEmpty()) {
			headers.set(HttpHeaders.CONTENT_LENGTH, declared);
		}
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(url("")).middleware(Middleware.before(Phase.CLIENT_EDGE, (exchange) -> {
				exchange.respond(ReachHttpResponse.of(203, headers, "answer".getBytes(StandardCharsets.UTF_8)));
				return Mono.empty();
			})))) {
			HttpResponse<String> response = send(HttpRequest.newBuilder(gateway.uri("/")).build());
			assertThat(response.statusCode()).isEqualTo(203);
			assertThat(response.headers().allValues("Content-Length")).containsExactly("6");
			assertThat(response.headers().firstValue("X-Length")).contains(declared);
			assertThat(response.body()).isEqualTo("answer");
		}
		assertThat(this.target.getRequestCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "404, 404", "503, 503", "refused, 502", "silent, 504" })
	void theWayBackIsTakenWhateverTheTargetDoes(String what, int status) throws Exception {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		URI url = what.equals("refused") ? unused() : url("");
		this.target.enqueue(
				what.equals("silent") ? new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build()
						: new MockResponse.Builder().code(what.startsWith("5") ? 503 : 404).build());
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url)
			.timeout(Duration.ofMillis(what.equals("silent") ? 300 : 20_000))
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> {
				ReachHttpResponse response = exchange.response();
				Throwable error = exchange.error();
				seen.add((response != null) ? String.valueOf(response.status())
						: (error != null) ? error.getClass().getSimpleName() : "nothing");
				return Mono.empty();
			})))) {
			assertThat(send(HttpRequest.newBuilder(gateway.uri("/")).build()).statusCode()).isEqualTo(status);
		}
		String expected = what.equals("refused") ? "ReachConnectException"
				: what.equals("silent") ? "ReachTimeoutException" : what;
		assertThat(seen).containsExactly(expected);
	}

	@Test
	void aCallerByTlsIsTold() throws Exception {
		this.target.enqueue(new MockResponse.Builder().build());
		HeldCertificate certificate = new HeldCertificate.Builder().commonName("test")
			.addSubjectAlternativeName("127.0.0.1")
			.build();
		SslContext tls = SslContextBuilder.forServer(certificate.keyPair().getPrivate(), certificate.certificate())
			.build();
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(url("")),
				(server) -> server.secure((ssl) -> ssl.sslContext(tls)))) {
			HttpClient client = HttpClient.newBuilder()
				.sslContext(new HandshakeCertificates.Builder().addTrustedCertificate(certificate.certificate())
					.build()
					.sslContext())
				.build();
			URI uri = URI.create("https://127.0.0.1:" + gateway.port() + "/");
			HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
			RecordedRequest request = this.target.takeRequest();
			assertThat(request.getHeaders().values("X-Forwarded-Proto")).containsExactly("https");
			assertThat(request.getHeaders().values("X-Forwarded-Port")).containsExactly(String.valueOf(gateway.port()));
			assertThat(request.getHeaders().get("Forwarded")).endsWith("proto=https");
		}
	}

	private CredentialHeaders credentials() {
		return new CredentialHeaders(ReachCredentialsProvider.of(new ReachCredentials("own-user", "own-key")),
				AuthScheme.headers(), Set.of(Origin.of(url(""))));
	}

	private static URI unused() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

	private URI url(String path) {
		return URI.create("http://127.0.0.1:" + this.target.getPort() + path);
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
