package dev.reach.benchmarks.client;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Reactor Netty with the settings that our client has by default, and with connections
 * and event loops of its own.
 *
 * @param connections the connections
 * @param loops the event loops
 */
record BareTransport(ConnectionProvider connections, LoopResources loops) implements AutoCloseable {

	static BareTransport create(String name) {
		return new BareTransport(ConnectionProvider.builder(name)
			.maxConnections(500)
			.pendingAcquireTimeout(Duration.ofSeconds(30))
			.pendingAcquireMaxCount(10000)
			.maxIdleTime(Duration.ofSeconds(20))
			.maxLifeTime(Duration.ofMinutes(5))
			.evictInBackground(Duration.ofSeconds(20))
			.lifo()
			.build(), LoopResources.create(name));
	}

	HttpClient httpClient() {
		return HttpClient.create(this.connections)
			.runOn(this.loops)
			.resolver((resolver) -> resolver.runOn(this.loops))
			.compress(true)
			.disableRetry(true)
			.followRedirect(false)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
			.responseTimeout(Duration.ofSeconds(30));
	}

	@Override
	public void close() {
		this.connections.dispose();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
	}

}
