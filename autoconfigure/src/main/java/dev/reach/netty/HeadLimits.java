package dev.reach.netty;

import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServerConfig;

/**
 * How much of a head the codec of the server takes. It counts characters without line
 * ends.
 *
 * @param requestLine the longest request line
 * @param fields the longest sum of all other lines, trailers included
 */
record HeadLimits(int requestLine, int fields) {

	static HeadLimits of(HttpServerConfig configuration) {
		HttpRequestDecoderSpec decoder = configuration.decoder();
		return new HeadLimits(decoder.maxInitialLineLength(), decoder.maxHeaderSize());
	}

}
