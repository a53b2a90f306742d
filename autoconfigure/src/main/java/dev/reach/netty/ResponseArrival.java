package dev.reach.netty;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientResponse;

import org.springframework.http.HttpHeaders;

/**
 * The arrival of the response of one call. Reactor Netty closes the connection of a call
 * that is cancelled from the thread that cancels, and so that of the next call if the
 * response arrives at that moment: a call is cancelled on its event loop here. If the
 * head has arrived and the body is not taken, neither Spring nor Reactor Netty closes the
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
		if (this.cancelled) {
			end(begun, Operators.emptySubscription());
		}
	}

	/**
	 * Cancel the call.
	 * @param call the call as Reactor Netty knows it
	 */
	void cancel(Subscription call) {
		ChannelOperations<?, ?> begun;
		synchronized (this) {
			this.cancelled = true;
			begun = this.exchange;
		}
		if (begun == null) {
			call.cancel();
			return;
		}
		end(begun, call);
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
	private static void end(ChannelOperations<?, ?> exchange, Subscription call) {
		Channel channel = exchange.channel();
		if (channel.isRegistered()) {
			channel.eventLoop().execute(() -> {
				call.cancel();
				giveUp(exchange);
			});
		}
		else {
			call.cancel();
			drain(exchange);
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
