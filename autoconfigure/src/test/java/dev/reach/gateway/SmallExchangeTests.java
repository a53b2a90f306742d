package dev.reach.gateway;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.http.ReachHttpResponse;
import dev.reach.netty.FaultServer;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryPolicy;
import dev.reach.retry.RetrySettings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of bodies that are passed on in one piece with their heads, as their length is
 * declared and small.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmallExchangeTests {

	private static final String BEGUN = "HTTP/1.1 200 OK\r\nContent-Length: 16384\r\n\r\nbegin";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@Test
	void headAndBodyAreOneWriteInBothDirections() throws IOException {
		AtomicInteger received = new AtomicInteger();
		DisposableServer service = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnChannelInit((observer, channel, address) -> channel.pipeline().addFirst(new ReadCounter(received)))
			.handle((request, response) -> request.receive()
				.then()
				.then(response.header("Content-Length", "2").sendString(Mono.just("ok")).then()))
			.bindNow();
		AtomicInteger flushes = new AtomicInteger();
		try (GatewayServer gateway = GatewayServer.start(
				(builder) -> builder.target(URI.create("http://127.0.0.1:" + service.port())),
				(server) -> server.doOnChannelInit(
						(observer, channel, address) -> channel.pipeline().addFirst(new FlushCounter(flushes))));
				RawCaller caller = RawCaller.of(gateway)) {
			for (int count = 1; count <= 5; count++) {
				caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 4\r\n\r\nbody").readTo("ok");
				assertThat(flushes).as("flushes to the caller").hasValue(count);
			}
			assertThat(received).as("pieces that reached the target").hasValue(5);
		}
		finally {
			service.disposeNow();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aResponseThatBreaksOffIsABadGateway(boolean reset) throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(BEGUN);
			if (reset) {
				peer.reset();
			}
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readTo("}")).startsWith("HTTP/1.1 502 ")
				.contains("\"delivery\":\"UNKNOWN\"")
				.doesNotContain("begin");
		}
	}

	@Test
	void aResponseThatStandsStillIsAGatewayTimeout() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(BEGUN);
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).timeout(Duration.ofMillis(300)));
				RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readTo("}")).startsWith("HTTP/1.1 504 ").doesNotContain("begin");
			this.target.awaitDeparture();
		}
	}

	@Test
	void aCallerThatGoesWithinTheResponseIsNotWaitedFor() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(BEGUN);
			this.target.arrived("begun");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url())) {
			try (RawCaller caller = RawCaller.of(gateway)) {
				caller.get("/");
				this.target.awaitRequest();
				this.target.awaitRequest();
			}
			this.target.awaitDeparture();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 5 })
	void aTransportThatGivesAnotherLengthIsABadGateway(int length) throws Exception {
		HttpHeaders headers = new HttpHeaders();
		headers.setContentLength(4);
		Flux<DataBuffer> body = Flux
			.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[length])));
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url())
			.httpClientFactory((host) -> (request) -> Mono.just(ReachHttpResponse.streaming(200, headers, body))));
				RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readTo("}")).startsWith("HTTP/1.1 502 ");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRequestThatBreaksOffDoesNotReachTheTarget(boolean reset) throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("ok");
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url())) {
			try (RawCaller caller = RawCaller.of(gateway)) {
				caller.send("POST /first HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nbegin");
				if (reset) {
					caller.reset();
				}
			}
			try (RawCaller caller = RawCaller.of(gateway)) {
				caller.get("/second").readTo("ok");
			}
		}
		assertThat(this.target.connections()).isEqualTo(1);
		assertThat(this.target.requests()).singleElement().asString().startsWith("GET /second ");
	}

	@Test
	void aRequestThatStandsStillDoesNotReachTheTarget() throws IOException {
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).idleTimeout(Duration.ofMillis(300)));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nbegin");
			assertThat(caller.readHead()).startsWith("http/1.1 408 ").contains("connection: close");
		}
		assertThat(this.target.connections()).isZero();
	}

	@Test
	void aRequestWithABodyIsNotRepeated() throws IOException {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
			}
		});
		RetryPolicy policy = RetryPolicy.standard(RetrySettings.standard(), Clock.systemUTC());
		try (GatewayServer gateway = GatewayServer.start(
				(builder) -> builder.target(this.target.url()).resilience(Resilience.none().withRetryPolicy(policy)));
				RawCaller caller = RawCaller.of(gateway)) {
			caller.send("PUT / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 4\r\n\r\nbody");
			assertThat(caller.readHead()).startsWith("http/1.1 503 ");
		}
		assertThat(this.target.requests()).hasSize(1);
	}

	private static final class ReadCounter extends ChannelInboundHandlerAdapter {

		private final AtomicInteger reads;

		ReadCounter(AtomicInteger reads) {
			this.reads = reads;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.reads.incrementAndGet();
			context.fireChannelRead(message);
		}

	}

	private static final class FlushCounter extends ChannelOutboundHandlerAdapter {

		private final AtomicInteger flushes;

		FlushCounter(AtomicInteger flushes) {
			this.flushes = flushes;
		}

		@Override
		public void flush(ChannelHandlerContext context) {
			this.flushes.incrementAndGet();
			context.flush();
		}

	}

}
