package dev.reach.netty;

import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;

import org.springframework.util.function.SingletonSupplier;

/**
 * The connections of a transport, idle ones and those in use, which end with it. The
 * group is made when it is first needed, as what it brings along takes a while to load.
 */
final class OpenConnections {

	private final Supplier<ChannelGroup> channels = SingletonSupplier
		.of(() -> new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true));

	/**
	 * Add a connection, which is closed at once if the transport is.
	 * @param channel the connection
	 */
	void add(Channel channel) {
		this.channels.get().add(channel);
	}

	/**
	 * Close all connections but those whose event loop is about to end, which closes them
	 * itself and may take no tasks any more: in an application the event loops end before
	 * the beans.
	 */
	void close() {
		this.channels.get().close((channel) -> !channel.eventLoop().isShuttingDown());
	}

}
