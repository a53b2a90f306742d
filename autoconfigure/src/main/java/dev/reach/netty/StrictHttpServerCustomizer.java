package dev.reach.netty;

import java.util.concurrent.atomic.AtomicReference;

import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * Lets a Reactor Netty server take HTTP/1.1 and HTTP/1.0 requests only if there is one
 * way to tell where they end and whom they are for, see RFC 9112, sections 2.2 to 7.1 and
 * 11.2. Any other is answered {@code 400 Bad Request} with problem details, in its turn,
 * and the connection is closed; neither the codec of the server nor the application see
 * its head, or the end of its body.
 * <p>
 * HTTP/2 and HTTP/3 have framing of their own and are left alone, as is a connection on
 * which the server has switched to another protocol, for example WebSocket. Heads that
 * are too large are left to the server, which answers 414 or 431.
 *
 * @since 0.1.0
 */
public final class StrictHttpServerCustomizer implements NettyServerCustomizer {

	@Override
	public HttpServer apply(HttpServer server) {
		AtomicReference<HeadLimits> limits = new AtomicReference<>(HeadLimits.of(server.configuration()));
		return server.doOnBind((configuration) -> limits.set(HeadLimits.of(configuration)))
			.doOnChannelInit((observer, channel, remoteAddress) -> FramingGuard.addTo(channel, limits.get()));
	}

}
