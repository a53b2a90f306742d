package dev.reach.gateway;

import java.util.function.Consumer;

import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Makes the request for the target from that of the caller.
 *
 * @param rewrite changes the path
 * @param headers makes the headers
 * @param content makes the body
 * @param options changes the request in the end
 */
record IncomingRequests(PathRewrite rewrite, RequestHeaders headers, RequestContent content,
		Consumer<ReachHttpRequest.Builder> options) {

	Mono<ReachHttpRequest> read(ServerRequest request) {
		return this.content.of(request.exchange()).map((body) -> {
			ReachHttpRequest.Builder builder = ReachHttpRequest
				.builder(request.method(), TargetPath.of(request.uri(), this.rewrite))
				.headers((headers) -> headers.putAll(this.headers.of(request)))
				.body(body)
				.attribute(HttpProxyHandler.SERVER_REQUEST, request);
			this.options.accept(builder);
			return builder.build();
		});
	}

}
