package dev.reach.netty;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * The connections of a transport, idle ones and those in use, which end with it.
 */
final class OpenConnections {

	private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

	/**
	 * Add a connection, which is closed at once if the transport is.
	 * @param channel the connection
	 */
	void add(Channel channel) {
		this.channels.add(channel);
	}

	/**
	 * Close all connections but those whose event loop is about to end, which closes them
	 * itself and may take no tasks any more: in an application the event loops end before
	 * the beans.
	 */
	void close() {
		this.channels.close((channel) -> !channel.eventLoop().isShuttingDown());
	}

}
