package dev.reach.netty;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;

/**
 * The arrival of the response of one call, found in its context. If the call is cancelled
 * when the head has arrived and before the body is taken, neither Spring nor Reactor
 * Netty closes the connection: the body is given up here, and the connection with it.
 */
final class ResponseArrival {

	private @Nullable Connection connection;

	private Mono<HttpHeaders> trailers = Mono.empty();

	private boolean cancelled;

	static void noteAt(HttpClientResponse response, Connection connection) {
		response.currentContextView()
			.<ResponseArrival>getOrEmpty(ResponseArrival.class)
			.ifPresent((arrival) -> arrival.arrived(response, connection));
	}

	Context attachTo(Context context) {
		return context.put(ResponseArrival.class, this);
	}

	synchronized void cancelled() {
		this.cancelled = true;
		giveUpIfCancelled();
	}

	synchronized boolean isCancelled() {
		return this.cancelled;
	}

	synchronized Mono<HttpHeaders> trailers() {
		return this.trailers;
	}

	private synchronized void arrived(HttpClientResponse response, Connection connection) {
		this.connection = connection;
		this.trailers = response.trailerHeaders().map(FieldCopy::of);
		giveUpIfCancelled();
	}

	private void giveUpIfCancelled() {
		Connection arrived = this.connection;
		if (arrived == null || !this.cancelled) {
			return;
		}
		if (arrived.channel().isRegistered()) {
			arrived.channel().eventLoop().execute(() -> giveUp(arrived));
		}
		else {
			giveUp(arrived);
		}
	}

	// On the event loop, if there still is one, where the connection can be seen not to
	// be
	// that of another call.
	// Spring reads the body to its end, which may never come.
	private static void giveUp(Connection connection) {
		connection.inbound().receive().subscribe((buffer) -> {
		}, (ex) -> {
		});
		if (ChannelOperations.get(connection.channel()) == connection) {
			connection.channel().close();
		}
	}

}
