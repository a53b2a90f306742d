package dev.reach.gateway;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerPolicy}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallerPolicyTests {

	@Test
	void anyoneMayCall() throws Exception {
		assertThat(answer(CallerPolicy.anyone(), "Host: a.example\r\nX-Forwarded-For: 192.0.2.1").status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host: localhost", "Host: 127.0.0.1:80", "Host: [::1]:80",
			"Host: localhost\r\nOrigin: http://localhost:8080", "Host: localhost\r\nSec-Fetch-Site: same-origin",
			"Host: localhost\r\nSec-Fetch-Site: none" })
	void callersOnThisMachineMayCall(String headers, CapturedOutput output) throws Exception {
		assertThat(answer(CallerPolicy.loopback(), headers).status()).isEqualTo(200);
		assertThat(output.getOut()).doesNotContain("refused");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Forwarded-Host: localhost",
			"x-forwarded-proto: http", "X-Real-IP: 127.0.0.1", "X_Forwarded_For: 127.0.0.1",
			"Origin: https://evil.example", "Origin: null", "Via: 1.1 tinyproxy", "Sec-Fetch-Site: cross-site",
			"Connection: X-Forwarded-For\r\nX-Forwarded-For: 127.0.0.1" })
	void forwardedAndForeignRequestsAreRefused(String header, CapturedOutput output) throws Exception {
		assertRefused(answer(CallerPolicy.loopback(), "Host: localhost\r\n" + header));
		assertThat(output.getOut()).contains("WARN", "add Spring Security", "reach.gateway.allow-anonymous=true");
	}

	@Test
	void theVersionOfOldProxiesIsRefused() throws Exception {
		DisposableServer server = serve(CallerPolicy.loopback(), (http) -> http.host("127.0.0.1").port(0), null);
		try {
			assertRefused(WireMessage.exchange(server.port(), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"));
		}
		finally {
			server.disposeNow();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host: evil.example", "Host: 10.0.0.1", "Host: localhost.evil.example", "Host: a b",
			"Host: 127.0.0.1.evil.example", "Host: localhost@evil.example", "Host:" })
	void otherHostsAreRefused(String header) throws Exception {
		assertRefused(answer(CallerPolicy.loopback(), header));
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For: 127.0.0.1", "Forwarded: for=\"127.0.0.1:80\";proto=https",
			"X-Forwarded-Proto: https", "X-Forwarded-Prefix: /x" })
	void whatSpringMakesOfForwardingHeadersIsNotBelieved(String header) throws Exception {
		assertRefused(answer(CallerPolicy.loopback(), UnaryOperator.identity(), new ForwardedHeaderTransformer(),
				"Host: localhost\r\n" + header));
	}

	@Test
	void whatReactorNettyMakesOfForwardingHeadersIsNotBelieved() throws Exception {
		assertRefused(answer(CallerPolicy.loopback(), (server) -> server.forwarded(true), null,
				"Host: localhost\r\nX-Forwarded-For: 127.0.0.1"));
		assertRefused(answer(CallerPolicy.loopback(),
				(server) -> server.forwarded((connection, request) -> connection
					.withRemoteAddress(InetSocketAddress.createUnresolved("198.51.100.1", 1))),
				null, "Host: localhost"));
	}

	@Test
	void aConnectionThatIsNotFromALoopbackAddressIsRefused(@TempDir Path directory) throws Exception {
		Assumptions.assumeTrue(Epoll.isAvailable(), "Unix domain sockets of Netty");
		Path path = directory.resolve("socket");
		DisposableServer server = serve(CallerPolicy.loopback(),
				(http) -> http.bindAddress(() -> new DomainSocketAddress(path.toString())), null);
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(path));
			channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.ISO_8859_1)));
			String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
			assertRefused(WireMessage.parse(answer));
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	void aServerWhoseConnectionsAreNotKnownIsRefused() {
		MockServerHttpRequest request = MockServerHttpRequest.get("http://localhost/")
			.remoteAddress(new InetSocketAddress("127.0.0.1", 1))
			.build();
		ServerRequest mock = ServerRequest.create(MockServerWebExchange.from(request),
				HandlerStrategies.withDefaults().messageReaders());
		StepVerifier.create(CallerPolicy.loopback().check(mock))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(GatewayException.class,
					(refusal) -> assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN)));
	}

	private static void assertRefused(WireMessage answer) {
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.toString()).doesNotContain("reach.")
			.doesNotContain("loopback")
			.doesNotContain("Security")
			.doesNotContain("127.0.0.1");
	}

	private static WireMessage answer(CallerPolicy policy, String headers) throws Exception {
		return answer(policy, UnaryOperator.identity(), null, headers);
	}

	private static WireMessage answer(CallerPolicy policy, UnaryOperator<HttpServer> setup,
			@Nullable ForwardedHeaderTransformer transformer, String headers) throws Exception {
		DisposableServer server = serve(policy, (http) -> setup.apply(http.host("127.0.0.1").port(0)), transformer);
		try {
			return WireMessage.exchange(server.port(), "GET / HTTP/1.1\r\n%s\r\n\r\n".formatted(headers));
		}
		finally {
			server.disposeNow();
		}
	}

	private static DisposableServer serve(CallerPolicy policy, UnaryOperator<HttpServer> setup,
			@Nullable ForwardedHeaderTransformer transformer) {
		WebHttpHandlerBuilder web = WebHttpHandlerBuilder
			.webHandler(RouterFunctions.toWebHandler(RouterFunctions.route(RequestPredicates.all(),
					(request) -> policy.check(request)
						.then(Mono.defer(() -> ServerResponse.ok().bodyValue("ok")))
						.onErrorResume((ex) -> GatewayErrorHandler.problemDetails().handle(ex, request)))));
		if (transformer != null) {
			web.forwardedHeaderTransformer(transformer);
		}
		return setup.apply(HttpServer.create()).handle(new ReactorHttpHandlerAdapter(web.build())).bindNow();
	}

}
