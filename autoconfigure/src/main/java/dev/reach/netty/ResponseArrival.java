package dev.reach.netty;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

import org.springframework.http.HttpHeaders;

/**
 * The arrival of the response of one call. If the call is cancelled when the head has
 * arrived and before the body is taken, neither Spring nor Reactor Netty closes the
 * connection: the body is given up here, and the connection with it.
 */
final class ResponseArrival {

	private @Nullable ChannelOperations<?, ?> exchange;

	private boolean cancelled;

	/**
	 * The request is about to be written.
	 * @param request the exchange on its connection, of Reactor Netty
	 */
	synchronized void begin(HttpClientRequest request) {
		this.exchange = (ChannelOperations<?, ?>) request;
		giveUpIfCancelled();
	}

	synchronized void cancelled() {
		this.cancelled = true;
		giveUpIfCancelled();
	}

	synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Return the fields after the body of the response that has arrived.
	 * @return the fields, empty if there are none
	 */
	synchronized Mono<HttpHeaders> trailers() {
		return (this.exchange instanceof HttpClientResponse response) ? response.trailerHeaders().map(FieldCopy::of)
				: Mono.empty();
	}

	private void giveUpIfCancelled() {
		ChannelOperations<?, ?> begun = this.exchange;
		if (begun == null || !this.cancelled) {
			return;
		}
		if (begun.channel().isRegistered()) {
			begun.channel().eventLoop().execute(() -> giveUp(begun));
		}
		else {
			giveUp(begun);
		}
	}

	// On the event loop, if there still is one, where the connection can be seen not to
	// be that of another call. Spring reads the body to its end, which may never come.
	private static void giveUp(ChannelOperations<?, ?> exchange) {
		if (ChannelOperations.get(exchange.channel()) == exchange) {
			exchange.dispose();
			return;
		}
		exchange.receive().subscribe((buffer) -> {
		}, (ex) -> {
		});
	}

}
