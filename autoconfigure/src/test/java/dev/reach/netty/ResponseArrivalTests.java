package dev.reach.netty;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.channel.ChannelOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseArrival}.
 */
class ResponseArrivalTests {

	private final AtomicReference<Channel> current = new AtomicReference<>();

	private final ResponseArrival arrival = new ResponseArrival();

	@Test
	void cancellationAtTheVeryMomentOfTheEndLeavesTheConnectionToTheNextCall() {
		EmbeddedChannel channel = new EmbeddedChannel() {

			@Override
			public boolean isRegistered() {
				boolean registered = super.isRegistered();
				endExchange();
				return registered;
			}

		};
		this.current.set(channel);
		this.arrival.begin(exchange());
		this.arrival.cancel(Operators.emptySubscription());
		assertThat(this.current).as("the exchange has ended").doesNotHaveValue(channel);
		channel.runPendingTasks();
		assertThat(channel.isOpen()).isTrue();
		channel.finishAndReleaseAll();
	}

	@Test
	void cancellationBeforeTheEndClosesTheConnection() {
		EmbeddedChannel channel = new EmbeddedChannel();
		this.current.set(channel);
		ChannelOperations<?, ?> exchange = exchange();
		exchange.bind();
		this.arrival.begin(exchange);
		this.arrival.cancel(Operators.emptySubscription());
		channel.runPendingTasks();
		assertThat(channel.isOpen()).isFalse();
	}

	private ChannelOperations<?, ?> exchange() {
		Connection connection = this.current::get;
		return new ChannelOperations<>(connection, ConnectionObserver.emptyListener());
	}

	// Reactor Netty does so: what stands in for the channel is registered nowhere.
	private void endExchange() {
		this.current.set(new EmbeddedChannel(false, false));
	}

}
