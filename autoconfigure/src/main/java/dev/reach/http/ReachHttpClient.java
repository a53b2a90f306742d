package dev.reach.http;

import java.util.function.Function;

import dev.reach.error.ReachTransportException;
import reactor.core.publisher.Mono;

/**
 * The transport seam: one HTTP exchange, nothing more. An implementation does not retry,
 * follow redirects, keep cookies or add credentials; it returns a response for every
 * status and fails only with {@link ReachTransportException}. One that is
 * {@link AutoCloseable} is closed with the client that made it.
 *
 * @since 0.1.0
 * @see RequestProgress
 */
@FunctionalInterface
public interface ReachHttpClient {

	/**
	 * Perform one exchange when the result is subscribed to; cancelling it ends the
	 * exchange.
	 * @param request the request, its URI is absolute
	 * @return the response with its body still to be read, or a
	 * {@link ReachTransportException}
	 */
	Mono<ReachHttpResponse> exchange(ReachHttpRequest request);

	/**
	 * Plug in a library that blocks. It is called off the event loop, and interrupted
	 * when the exchange is cancelled.
	 * @param client performs one exchange
	 * @return a transport
	 */
	static ReachHttpClient blocking(Function<ReachHttpRequest, ReachHttpResponse> client) {
		return new BlockingHttpClient(client);
	}

	/**
	 * Return a transport that always gives the same answer and talks to nobody.
	 * @param response the answer, read to completion
	 * @return a transport
	 */
	static ReachHttpClient fixed(ReachHttpResponse response) {
		return (request) -> Mono.just(response.answering(request));
	}

}
