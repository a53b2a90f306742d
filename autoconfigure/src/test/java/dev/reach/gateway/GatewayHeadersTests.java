package dev.reach.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.http.Origin;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpRequest;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the headers that pass a gateway.
 */
class GatewayHeadersTests {

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	private volatile String response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	@BeforeEach
	void serve() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write(this.response);
			}
		});
	}

	@Test
	void headersOfTheCallerPassAsTheyAre() throws Exception {
		WireMessage request = pass(UnaryOperator.identity(), "User-Agent: me", "Accept: a/b;q=0.1", "accept: c/d",
				"Accept-Encoding: br", "Cookie: a=1; b=2", "Authorization: Bearer x", "Range: bytes=0-1",
				"If-Match: \"a\"", "If-Range: \"a\"", "Content-Disposition: x; filename=\"a\"", "X-Empty:");
		assertThat(request.byName()).containsEntry("user-agent", List.of("me"))
			.containsEntry("accept", List.of("a/b;q=0.1", "c/d"))
			.containsEntry("accept-encoding", List.of("br"))
			.containsEntry("cookie", List.of("a=1; b=2"))
			.containsEntry("authorization", List.of("Bearer x"))
			.containsEntry("range", List.of("bytes=0-1"))
			.containsEntry("if-match", List.of("\"a\""))
			.containsEntry("if-range", List.of("\"a\""))
			.containsEntry("content-disposition", List.of("x; filename=\"a\""))
			.containsEntry("x-empty", List.of(""));
	}

	@Test
	void whatIsForProxiesStaysHere() throws Exception {
		this.response = "HTTP/1.1 200 OK\r\nProxy-Foo: x\r\nproxy-connection: y\r\nProxy-Status: a.example; error=dns_timeout"
				+ "\r\nX-HTTP2-Stream-Weight: 1\r\nContent-Length: 2\r\n\r\nok";
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET / HTTP/1.1\r\nHost: a\r\nProxy: http://evil.example\r\nproxy-foo: x\r\nProxy-Features: y\r\n"
							+ "X-HTTP2-Stream-Weight: 1\r\nProxied: z\r\n\r\n");
			assertThat(answer.byName().keySet()).containsExactlyInAnyOrder("proxy-status", "content-length", "via");
			assertThat(WireMessage.parse(this.target.awaitRequest()).byName()).containsKey("proxied")
				.doesNotContainKeys("proxy", "proxy-foo", "proxy-features", "x-http2-stream-weight");
		}
	}

	@Test
	void whatNettyTellsOfAnHttp2StreamStaysHere() throws Exception {
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url()),
				(server) -> server.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11))) {
			this.response = "HTTP/1.1 200 OK\r\nX-HTTP2-Scheme: evil\r\nX-Other: a\r\nContent-Length: 2\r\n\r\nok";
			Set<String> names = HttpClient.create()
				.protocol(HttpProtocol.H2C)
				.post()
				.uri(gateway.uri("/x").toString())
				.send(ByteBufFlux.fromString(Flux.just("hello")))
				.responseSingle((answer, body) -> body.asString().map((text) -> {
					assertThat(answer.version().text()).isEqualTo("HTTP/2.0");
					assertThat(text).isEqualTo("ok");
					return answer.responseHeaders().names();
				}))
				.block(Duration.ofSeconds(20));
			assertThat(names).contains("x-other").noneMatch((name) -> name.startsWith("x-http2-scheme"));
			String request = this.target.awaitRequest();
			assertThat(request).startsWith("POST /x HTTP/1.1\r\n").contains("hello");
			assertThat(WireMessage.parse(request).byName().keySet()).noneMatch((name) -> name.startsWith("x-http2-"));
			assertThat(WireMessage.parse(request).all("Via")).containsExactly("2 reach");
		}
	}

	@Test
	void theTargetIsTheHostUnlessItIsPreserved() throws Exception {
		assertThat(pass(UnaryOperator.identity(), "X-A: 1").all("Host"))
			.containsExactly("127.0.0.1:" + this.target.port());
		assertThat(pass((builder) -> builder.preserveHost(true), "X-A: 1").all("Host"))
			.containsExactly("caller.example:8080");
	}

	@Test
	void theAuthorityOfAnAbsoluteFormWinsOverHost() throws Exception {
		try (GatewayServer gateway = start((builder) -> builder.preserveHost(true))) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET http://caller.example:81/x?a HTTP/1.1\r\nHost: caller.example:81\r\n\r\n");
			assertThat(answer.status()).isEqualTo(200);
			WireMessage request = WireMessage.parse(this.target.awaitRequest());
			assertThat(request.startLine()).isEqualTo("GET /x?a HTTP/1.1");
			assertThat(request.all("Host")).containsExactly("caller.example:81");
			assertThat(request.all("X-Forwarded-Host")).containsExactly("caller.example:81");
			WireMessage.exchange(gateway.port(), "GET http://a.example/x HTTP/1.1\r\nHost: b.example\r\n\r\n");
			this.target.requests().stream().skip(1).map(WireMessage::parse).forEach((differing) -> {
				assertThat(differing.all("Host")).containsExactly("a.example");
				assertThat(differing.all("X-Forwarded-Host")).containsExactly("a.example");
			});
		}
	}

	@Test
	void theVersionThatWasReceivedIsTold() throws Exception {
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage answer = WireMessage.exchange(gateway.port(), "GET / HTTP/1.0\r\nVia: 0.9 old\r\n\r\n");
			assertThat(answer.all("Via")).containsExactly("1.1 reach");
			WireMessage request = WireMessage.parse(this.target.awaitRequest());
			assertThat(request.all("Via")).containsExactly("0.9 old", "1.0 reach");
			assertThat(request.all("X-Forwarded-Host")).isEmpty();
		}
	}

	@Test
	void aHostThatIsNoneIsNotPassedOn() throws Exception {
		WireMessage request = pass((builder) -> builder, "X-A: 1");
		assertThat(request.all("X-Forwarded-Host")).containsExactly("caller.example:8080");
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage.exchange(gateway.port(), "GET / HTTP/1.1\r\nHost: a.example, evil\r\n\r\n");
			this.target.requests()
				.stream()
				.skip(1)
				.map(WireMessage::parse)
				.forEach((odd) -> assertThat(odd.all("X-Forwarded-Host")).isEmpty());
		}
	}

	@Test
	void theRemovedPrefixIsTold() throws Exception {
		try (GatewayServer gateway = start((builder) -> builder.rewrite(new PathRewrite("/svc", "/")))) {
			WireMessage.exchange(gateway.port(), "GET /svc/x HTTP/1.1\r\nHost: a\r\n\r\n");
			WireMessage request = WireMessage.parse(this.target.awaitRequest());
			assertThat(request.startLine()).isEqualTo("GET /x HTTP/1.1");
			assertThat(request.all("X-Forwarded-Prefix")).containsExactly("/svc");
		}
	}

	@Test
	void whatTheHandlerIsToldToDoComesLast() throws Exception {
		WireMessage request = pass(
				(builder) -> builder.addHeader("X-Team", "sms")
					.addHeader("X-Kept", "ours")
					.removeHeaders(Set.of("x-secret", "VIA", "X-Forwarded-For", "X-Kept")),
				"x-team: theirs", "X-TEAM: too", "X-Secret: a", "x-SECRET: b", "Via: 1.0 a", "X-Kept: theirs",
				"Connection: X-Team");
		assertThat(request.all("X-Team")).containsExactly("sms");
		assertThat(request.all("X-Kept")).containsExactly("ours");
		assertThat(request.all("X-Secret")).isEmpty();
		assertThat(request.all("Via")).isEmpty();
		assertThat(request.all("X-Forwarded-For")).isEmpty();
		assertThat(request.all("Forwarded")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "transfer-encoding", "CONTENT-LENGTH", "Upgrade", "Te" })
	void framingCannotBeSet(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpProxyHandler.builder().addHeader(name, "x"))
			.withMessage("The header '%s' belongs to the connection and cannot be set".formatted(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Name: caf\u00e9", "X-Name: \u00ff\u0080", "X-Name: a\u007fb", "X-Name: a\u0001b" })
	void whatIsNotAsciiIsRefused(String line) throws Exception {
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n".formatted(line));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.closed()).isTrue();
			assertThat(this.target.requests()).isEmpty();
		}
	}

	@Test
	void whatTheTargetSendsThatIsNotAsciiPasses() throws Exception {
		this.response = "HTTP/1.1 200 OK\r\nX-Name: caf\u00e9 \u0080\u00ff\r\nContent-Length: 2\r\n\r\nok";
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage answer = WireMessage.exchange(gateway.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.all("X-Name")).containsExactly("caf\u00e9 \u0080\u00ff");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Name: a\u0000b", "X-Name: a\rSet-Cookie: evil=1" })
	void whatTheTargetMayNotSendIsABadGateway(String line) throws Exception {
		this.response = "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: 2\r\n\r\nok".formatted(line);
		try (GatewayServer gateway = start(UnaryOperator.identity())) {
			WireMessage answer = WireMessage.exchange(gateway.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.toString()).doesNotContain("evil");
		}
	}

	@Test
	void aLargerHeaderSectionIsRefused() throws Exception {
		try (GatewayServer gateway = start((builder) -> builder.maxHeaderSize(DataSize.ofBytes(30)))) {
			assertThat(WireMessage
				.exchange(gateway.port(), "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "b".repeat(22) + "\r\n\r\n")
				.status()).isEqualTo(200);
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET / HTTP/1.1\r\nHost: a\r\nX-A: %s\r\nx-a: b\r\n\r\n".formatted("b".repeat(19)));
			assertThat(answer.status()).isEqualTo(431);
			assertThat(this.target.requests()).hasSize(1);
		}
	}

	@Test
	void credentialsAreThoseOfTheGatewayAndStayThere() throws Exception {
		this.response = ("HTTP/1.1 200 OK\r\nX-User: echo\r\nx-key: own-key\r\nX-SIGNATURE: s\r\nX-Nonce: 1\r\n"
				+ "ApiKey: own-key\r\nAuthorization: own\r\nSet-Cookie: a=1\r\nContent-Length: 2\r\n\r\nok");
		RequestSigner signer = new RequestSigner() {

			@Override
			public Mono<ReachHttpRequest> sign(ReachHttpRequest request) {
				return Mono.just(request.mutate().header("X-Signature", "signed").header("X-Nonce", "7").build());
			}

			@Override
			public Set<String> headerNames() {
				return Set.of("X-Signature", "X-Nonce");
			}

		};
		CredentialHeaders credentials = new CredentialHeaders(
				ReachCredentialsProvider.of(new ReachCredentials("own-user", "own-key")),
				AuthScheme.headers("X-User", "X-Key"), Set.of(Origin.of(this.target.url())));
		try (GatewayServer gateway = start(
				(builder) -> builder.credentials(credentials, signer).callerPolicy(CallerPolicy.anyone()))) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET / HTTP/1.1\r\nHost: a\r\nx-user: mallory\r\nX-KEY: theirs\r\nX-Key: more\r\nCookie: a=1\r\n"
							+ "Authorization: Basic eA==\r\nApiUser: a\r\nApiKey: b\r\nX-Signature: forged\r\n"
							+ "X-Nonce: 1\r\nConnection: X-User, X-Key, X-Signature\r\n\r\n");
			WireMessage request = WireMessage.parse(this.target.awaitRequest());
			assertThat(request.all("X-User")).containsExactly("own-user");
			assertThat(request.all("X-Key")).containsExactly("own-key");
			assertThat(request.all("X-Signature")).containsExactly("signed");
			assertThat(request.all("X-Nonce")).containsExactly("7");
			assertThat(request.byName()).doesNotContainKeys("cookie", "authorization", "apiuser", "apikey");
			assertThat(answer.byName().keySet()).containsExactlyInAnyOrder("set-cookie", "content-length", "via");
		}
	}

	private WireMessage pass(UnaryOperator<HttpProxyHandler.Builder> setup, String... lines) throws Exception {
		try (GatewayServer gateway = start(setup)) {
			WireMessage answer = WireMessage.exchange(gateway.port(),
					"GET / HTTP/1.1\r\nHost: caller.example:8080\r\n%s\r\n\r\n".formatted(String.join("\r\n", lines)));
			assertThat(answer.status()).isEqualTo(200);
			return WireMessage.parse(this.target.awaitRequest());
		}
	}

	private GatewayServer start(UnaryOperator<HttpProxyHandler.Builder> setup) {
		return GatewayServer.start((builder) -> setup.apply(builder.target(this.target.url())));
	}

}
