package dev.reach.netty;

import java.time.Duration;

import reactor.netty.resources.ConnectionProvider;

import org.springframework.util.Assert;

/**
 * How connections are kept.
 *
 * @param maxConnections the largest number of connections to a host
 * @param pendingAcquireTimeout how long a call may wait for one
 * @param pendingAcquireMaxCount how many calls may wait at a time
 * @param maxIdleTime how long an unused connection is kept
 * @param maxLifeTime how long a connection is kept at all
 * @since 0.1.0
 */
public record PoolSettings(int maxConnections, Duration pendingAcquireTimeout, int pendingAcquireMaxCount,
		Duration maxIdleTime, Duration maxLifeTime) {

	/**
	 * Check and keep the settings.
	 * @param maxConnections the largest number of connections to a host, at least one
	 * @param pendingAcquireTimeout how long a call may wait for one
	 * @param pendingAcquireMaxCount how many calls may wait at a time
	 * @param maxIdleTime how long an unused connection is kept
	 * @param maxLifeTime how long a connection is kept at all
	 */
	public PoolSettings {
		Assert.isTrue(maxConnections > 0, "'maxConnections' must be more than zero");
	}

	/**
	 * Return the default settings: 500 connections, 30 seconds to wait, 10000 callers
	 * waiting, 20 seconds idle, which is less than the limit of common load balancers,
	 * and 5 minutes of life, so that a change in DNS is noticed.
	 * @return the settings
	 */
	public static PoolSettings defaults() {
		return new PoolSettings(500, Duration.ofSeconds(30), 10000, Duration.ofSeconds(20), Duration.ofMinutes(5));
	}

	ConnectionProvider provider(String name, PoolGauge gauge) {
		return ConnectionProvider.builder(name)
			.maxConnections(this.maxConnections)
			.pendingAcquireTimeout(this.pendingAcquireTimeout)
			.pendingAcquireMaxCount(this.pendingAcquireMaxCount)
			.maxIdleTime(this.maxIdleTime)
			.maxLifeTime(this.maxLifeTime)
			.evictInBackground(this.maxIdleTime)
			.lifo()
			.metrics(true, () -> gauge)
			.build();
	}

}
