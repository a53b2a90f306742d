package dev.reach.gateway;

import java.util.function.Consumer;

import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
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

	Mono<ReachHttpRequest> read(ServerRequest request, CallerBody body) {
		return this.content.of(body).map((content) -> read(request, content));
	}

	ReachHttpRequest read(ServerRequest request) {
		return read(request, ReachHttpBody.none());
	}

	private ReachHttpRequest read(ServerRequest request, ReachHttpBody body) {
		ServerHttpRequest incoming = request.exchange().getRequest();
		CallerUri uri = CallerUri.of(incoming);
		ReachHttpRequest.Builder builder = ReachHttpRequest
			.builder(request.method(), TargetPath.of(uri.uri(), this.rewrite))
			.headers((headers) -> this.headers.addTo(headers, incoming, uri))
			.body(body)
			.attribute(HttpProxyHandler.SERVER_REQUEST, request);
		this.options.accept(builder);
		return builder.build();
	}

}
