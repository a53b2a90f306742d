package dev.reach.netty;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider.MeterRegistrar;

/**
 * Knows how many connections the pools of one transport hold.
 */
final class PoolGauge implements MeterRegistrar {

	private final Map<String, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
			ConnectionPoolMetrics metrics) {
		this.pools.put(id + remoteAddress, metrics);
	}

	@Override
	public void deRegisterMetrics(String poolName, String id, SocketAddress remoteAddress) {
		this.pools.remove(id + remoteAddress);
	}

	private int sum(ToIntFunction<ConnectionPoolMetrics> figure) {
		return this.pools.values().stream().mapToInt(figure).sum();
	}

	@Override
	public String toString() {
		int pending = sum(ConnectionPoolMetrics::pendingAcquireSize);
		return "%d active, %d idle%s".formatted(sum(ConnectionPoolMetrics::acquiredSize),
				sum(ConnectionPoolMetrics::idleSize), (pending > 0) ? ", %d pending".formatted(pending) : "");
	}

}
