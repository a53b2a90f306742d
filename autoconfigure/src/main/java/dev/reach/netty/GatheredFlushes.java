package dev.reach.netty;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Lets the pieces of a stream that are flushed one by one within one turn of the event
 * loop go to the socket together, as each write to it costs much.
 */
final class GatheredFlushes {

	private GatheredFlushes() {
	}

	static void on(Channel channel) {
		channel.pipeline()
			.addFirst(new FlushConsolidationHandler(FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES,
					true));
	}

}
