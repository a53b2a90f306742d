package dev.reach.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of responses that filters of an application have to do with.
 */
class WatchedResponseTests {

	private static final String SMALL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";

	private static final String STREAMED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@ParameterizedTest
	@ValueSource(strings = { SMALL, STREAMED })
	void aFilterThatDecoratesTheResponseChangesItsBody(String response) throws IOException {
		assertThat(pass(response, new UpperCase())).startsWith("HTTP/1.1 200 OK")
			.contains("BODY")
			.doesNotContain("body");
	}

	@ParameterizedTest
	@ValueSource(strings = { SMALL, STREAMED })
	void aFilterThatWaitsForTheHeadChangesIt(String response) throws IOException {
		WebFilter filter = (exchange, chain) -> {
			exchange.getResponse()
				.beforeCommit(() -> Mono.fromRunnable(() -> exchange.getResponse().getHeaders().set("X-Filter", "on")));
			return chain.filter(exchange);
		};
		assertThat(pass(response, filter).toLowerCase(Locale.ROOT)).contains("x-filter: on").contains("body");
	}

	@Test
	void aFilterThatRefusesTheHeadIsHeard() throws IOException {
		WebFilter filter = (exchange, chain) -> {
			exchange.getResponse().beforeCommit(() -> Mono.error(new IllegalStateException("refused")));
			return chain.filter(exchange);
		};
		assertThat(pass(SMALL, filter)).startsWith("HTTP/1.1 500 ").doesNotContain("body");
	}

	private String pass(String response, WebFilter filter) throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(response);
		});
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url()),
				UnaryOperator.identity(), (strategies) -> strategies.webFilter(filter));
				RawCaller caller = RawCaller.of(gateway)) {
			return caller.send("GET / HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n").readToEnd();
		}
	}

	/**
	 * Writes all in upper case.
	 */
	private static final class UpperCase implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			ServerHttpResponse response = new ServerHttpResponseDecorator(exchange.getResponse()) {

				@Override
				public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
					return super.writeWith(Flux.from(body).map(UpperCase::upperCase));
				}

				@Override
				public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
					return super.writeAndFlushWith(
							Flux.from(body).map((pieces) -> Flux.from(pieces).map(UpperCase::upperCase)));
				}

			};
			return chain.filter(exchange.mutate().response(response).build());
		}

		private static DataBuffer upperCase(DataBuffer buffer) {
			String text = buffer.toString(StandardCharsets.US_ASCII);
			DataBufferUtils.release(buffer);
			return DefaultDataBufferFactory.sharedInstance
				.wrap(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
		}

	}

}
