package dev.reach.netty;

import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The arrival of the response of one call, found in its context. If the call is cancelled
 * in the moment in which the head arrives, neither WebClient nor Reactor Netty has anyone
 * left who takes the body: it is given up here, and the connection with it.
 */
final class ResponseArrival {

	private @Nullable Connection connection;

	private boolean delivered;

	private boolean cancelled;

	static void noteAt(ContextView context, Connection connection) {
		context.<ResponseArrival>getOrEmpty(ResponseArrival.class).ifPresent((arrival) -> arrival.arrived(connection));
	}

	Context attachTo(Context context) {
		return context.put(ResponseArrival.class, this);
	}

	synchronized void delivered() {
		this.delivered = true;
	}

	synchronized void cancelled() {
		this.cancelled = true;
		giveUpIfNobodyTakesIt();
	}

	private synchronized void arrived(Connection connection) {
		this.connection = connection;
		giveUpIfNobodyTakesIt();
	}

	private void giveUpIfNobodyTakesIt() {
		Connection arrived = this.connection;
		if (arrived != null && this.cancelled && !this.delivered) {
			arrived.channel().eventLoop().execute(() -> giveUp(arrived));
		}
	}

	// On the event loop, so that what has come is released before the rest is refused.
	private static void giveUp(Connection connection) {
		connection.inbound().receive().subscribe((buffer) -> {
		}, (ex) -> {
		}).dispose();
	}

}
