package dev.reach.netty;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
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
	 * @param begun the exchange on its connection
	 */
	synchronized void begin(ChannelOperations<?, ?> begun) {
		this.exchange = begun;
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

	// Reactor Netty replaces the channel of an exchange that has ended.
	private void giveUpIfCancelled() {
		ChannelOperations<?, ?> begun = this.exchange;
		if (begun == null || !this.cancelled) {
			return;
		}
		Channel channel = begun.channel();
		if (channel.isRegistered()) {
			channel.eventLoop().execute(() -> giveUp(begun));
		}
		else {
			drain(begun);
		}
	}

	// On the event loop, where the connection can be seen not to be that of another call.
	private static void giveUp(ChannelOperations<?, ?> exchange) {
		if (ChannelOperations.get(exchange.channel()) == exchange) {
			exchange.dispose();
		}
		else {
			drain(exchange);
		}
	}

	// Releases what has come. Spring reads the body to its end, which may never come.
	private static void drain(ChannelOperations<?, ?> exchange) {
		exchange.receive().subscribe((buffer) -> {
		}, (ex) -> {
		});
	}

}
