package dev.reach.netty;

import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * Has Netty hand on bodies of a declared length in pieces as large as they are read, 64
 * KiB, and not cut them up into 8 KiB, each of which would take all steps of a relay. No
 * more memory is used: the pieces are parts of what was read. A larger size that the
 * application has set is left alone.
 *
 * @since 0.1.0
 */
@SuppressWarnings("deprecation") // Netty 5 does not cut bodies up
public final class BodyPieces implements NettyServerCustomizer {

	private static final int SIZE = 64 * 1024;

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnBind((configuration) -> configuration.decoder()
			.maxChunkSize(Math.max(configuration.decoder().maxChunkSize(), SIZE)));
	}

	// What the specification offered would be without what the application has set.
	static HttpClient enlarge(HttpClient client) {
		HttpResponseDecoderSpec configured = client.configuration().decoder();
		return client
			.httpResponseDecoder((offered) -> configured.maxChunkSize(Math.max(configured.maxChunkSize(), SIZE)));
	}

}
