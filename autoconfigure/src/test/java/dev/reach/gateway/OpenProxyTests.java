package dev.reach.gateway;

import java.util.function.UnaryOperator;

import dev.reach.http.PathRewrite;
import dev.reach.netty.FaultServer;
import dev.reach.netty.RawClient;
import dev.reach.netty.StrictHttpServerCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a caller cannot choose the target, nor a path that the rewrite does not lead
 * to.
 */
class OpenProxyTests {

	@RegisterExtension
	private final FaultServer target = answering();

	@RegisterExtension
	private final FaultServer other = answering();

	private GatewayServer gateway;

	private static FaultServer answering() {
		return new FaultServer().onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("answer");
			}
		});
	}

	@BeforeEach
	void start() {
		this.gateway = start(new StrictHttpServerCustomizer()::apply);
	}

	private GatewayServer start(UnaryOperator<HttpServer> server) {
		return GatewayServer.start(
				(builder) -> builder.target(this.target.url().resolve("/base")).rewrite(new PathRewrite("/svc", "/v1")),
				server);
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			/svc/x?url=http://127.0.0.1:OTHER/,         /base/v1/x?url=http://127.0.0.1:OTHER/
			/svc/@127.0.0.1:OTHER/,                     /base/v1/@127.0.0.1:OTHER/
			/svc/http://127.0.0.1:OTHER/,               /base/v1/http://127.0.0.1:OTHER/
			/svc/x//127.0.0.1:OTHER/,                   /base/v1/x//127.0.0.1:OTHER/
			http://127.0.0.1:OTHER/svc/x,               /base/v1/x
			https://127.0.0.1:OTHER/svc/x,              /base/v1/x
			http://127.0.0.1:OTHER,                     /base/
			/svc/a%2Fb?a=1&a=2&b=+%2B&c=,               /base/v1/a%2Fb?a=1&a=2&b=+%2B&c=
			/svc/%E4%BD%A0%3F%25?,                      /base/v1/%E4%BD%A0%3F%25?
			/svc/%252e%252e/x,                          /base/v1/%252e%252e/x
			/svcmore,                                   /base/svcmore
			/svc/echo/svc/x,                            /base/v1/echo/svc/x
			""")
	void theTargetIsFixedAndTheRestIsKept(String line, String expected) throws Exception {
		String request = "GET " + line + " HTTP/1.1\r\nHost: 127.0.0.1:OTHER\r\nX-Forwarded-Host: 127.0.0.1:OTHER\r\n"
				+ "Forwarded: host=\"127.0.0.1:OTHER\"\r\nX-Original-URL: http://127.0.0.1:OTHER/\r\n\r\n";
		try (RawClient client = new RawClient(this.gateway.port())) {
			assertThat(client.send(withPort(request)).readResponse()).startsWith("HTTP/1.1 200 ");
		}
		assertThat(this.target.requests().get(0)).startsWith("GET " + withPort(expected) + " HTTP/1.1\r\n")
			.contains("ost: 127.0.0.1:" + this.target.port() + "\r\n");
		assertThat(this.other.connections()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//127.0.0.1:OTHER/x", "///x", "/svc/../x", "/svc/..", "/svc/%2e%2e/x", "/svc/.%2E/x",
			"/svc/..;x=1/x", "/svc/x%2f..%2f..%2fy", "/svc/%5c..%5c", "/svc/%00", "/svc/%0d%0aX:%20y", "/%73vc/x",
			"/svc%2fx", "/svc;x/y", "@127.0.0.1:OTHER/", "127.0.0.1:OTHER/", "*", "http://127.0.0.1:OTHER@evil/",
			"http://x@127.0.0.1:OTHER/svc/x", "http://127.0.0.1:OTHER/../x", "/\\127.0.0.1:OTHER/",
			"\\\\127.0.0.1:OTHER\\x", "ftp://127.0.0.1:OTHER/", "127.0.0.1:OTHER" })
	void otherPathsAreRefusedAndTheConnectionIsClosed(String line) throws Exception {
		try (RawClient client = new RawClient(this.gateway.port())) {
			String request = "GET " + line + " HTTP/1.1\r\nHost: 127.0.0.1:OTHER\r\n\r\n";
			assertThat(client.send(withPort(request)).readAll()).startsWith("HTTP/1.1 400 ");
		}
		assertThat(this.target.connections()).isZero();
		assertThat(this.other.connections()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "@127.0.0.1:OTHER/", "127.0.0.1:OTHER/", ".evil.example/", "http://127.0.0.1:OTHER/svc/x",
			"//127.0.0.1:OTHER/", "http://x@127.0.0.1:OTHER/svc/x", "http:///svc/x", "*", "/svc/../x" })
	void theTargetIsFixedAlsoWithoutAStrictServer(String line) throws Exception {
		try (GatewayServer lenient = start((server) -> server); RawClient client = new RawClient(lenient.port())) {
			String request = "GET " + line + " HTTP/1.1\r\nHost: a.example:8080\r\n\r\n";
			assertThat(client.send(withPort(request)).readHead()).startsWith("HTTP/1.1 ");
		}
		assertThat(this.other.connections()).isZero();
		assertThat(this.target.requests()).allSatisfy((request) -> assertThat(request).startsWith("GET /base/"));
	}

	private String withPort(String text) {
		return text.replace("OTHER", String.valueOf(this.other.port()));
	}

}
