package dev.reach.benchmarks.gateway;

import dev.reach.benchmarks.process.Child;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The target of all gateways, as plain as can be.
 */
public final class Target {

	private static final int PIECES = 16;

	private static final ByteBuf SMALL = bytes(1024);

	private static final ByteBuf PIECE = bytes(64 * 1024);

	private Target() {
	}

	public static void main(String[] args) {
		Child.endWithParent();
		DisposableServer server = HttpServer.create()
			.runOn(LoopResources.create("target", 1, true))
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes.get("/1k", (request, response) -> whole(response, SMALL))
				.get("/64k", (request, response) -> whole(response, PIECE))
				.get("/1m", (request, response) -> pieces(response))
				.post("/**", Target::consume))
			.bindNow();
		Child.announce(server.port());
		server.onDispose().block();
	}

	private static ByteBuf bytes(int size) {
		return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[size]));
	}

	private static Mono<Void> whole(HttpServerResponse response, ByteBuf body) {
		return response.header("Content-Length", String.valueOf(body.readableBytes()))
			.sendObject(body.duplicate())
			.then();
	}

	private static Mono<Void> pieces(HttpServerResponse response) {
		return response.header("Content-Length", String.valueOf(PIECES * PIECE.readableBytes()))
			.send(Flux.range(0, PIECES).map((piece) -> PIECE.duplicate()))
			.then();
	}

	private static Mono<Void> consume(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().then().then(Mono.defer(() -> whole(response, SMALL)));
	}

}
