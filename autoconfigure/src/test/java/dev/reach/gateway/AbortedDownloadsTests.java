package dev.reach.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is left of very many downloads whose callers go away. The buffers among
 * it are looked for by {@link dev.reach.netty.NettyLeaks}, which fails the class.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class AbortedDownloadsTests {

	private static final int CALLS = 10_000;

	private static final int CALLERS = 8;

	private static final byte[] BLOCK = new byte[16 * 1024];

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicLong open = new AtomicLong();

	@Test
	void nothingIsLeftOfDownloadsWhoseCallersGoAway() throws Exception {
		DisposableServer target = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnConnection(this::count)
			.handle((request, response) -> {
				this.requests.incrementAndGet();
				if (request.uri().endsWith("/events")) {
					response.header("Content-Type", "text/event-stream");
				}
				boolean endless = request.uri().startsWith("/endless");
				return response.sendByteArray(endless ? Flux.generate((sink) -> sink.next(BLOCK))
						: Flux.concat(Mono.just(BLOCK), Mono.never()));
			})
			.bindNow();
		try (GatewayServer gateway = GatewayServer.to(URI.create("http://127.0.0.1:" + target.port()))) {
			abort(gateway, CALLERS);
			gateway.awaitNoStreams();
			GatewayServer.await(() -> this.open.get() == 0);
			abort(gateway, CALLS);
			gateway.awaitNoStreams();
			GatewayServer.await(() -> this.open.get() == 0);
			assertThat(this.requests).hasValue(CALLS + CALLERS);
			assertThat(this.open).hasValue(0);
			assertThat(gateway.handler().traffic().activeStreams()).isZero();
		}
		finally {
			target.disposeNow();
		}
	}

	private void count(Connection connection) {
		this.open.incrementAndGet();
		connection.channel().closeFuture().addListener((closed) -> this.open.decrementAndGet());
	}

	private static void abort(GatewayServer gateway, int calls) throws InterruptedException {
		Collection<IOException> failures = new ConcurrentLinkedQueue<>();
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		for (int number = 0; number < calls; number++) {
			int call = number;
			callers.execute(() -> {
				try (RawCaller caller = RawCaller.of(gateway)) {
					assertThat(caller.get(path(call)).readHead()).startsWith("http/1.1 200 ");
					caller.readBytes((call % 4) * 1000);
					if (call % 2 == 0) {
						caller.reset();
					}
				}
				catch (IOException ex) {
					failures.add(ex);
				}
			});
		}
		callers.shutdown();
		assertThat(callers.awaitTermination(200, TimeUnit.SECONDS)).isTrue();
		assertThat(failures).isEmpty();
	}

	private static String path(int call) {
		return ((call % 250 == 0) ? "/endless" : "") + ((call % 500 >= 250) ? "/events" : "/");
	}

}
