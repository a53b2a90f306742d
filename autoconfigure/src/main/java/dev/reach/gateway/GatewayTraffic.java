package dev.reach.gateway;

import java.util.concurrent.atomic.LongAdder;

/**
 * What passes a handler. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class GatewayTraffic {

	private final LongAdder active = new LongAdder();

	private final LongAdder received = new LongAdder();

	private final LongAdder sent = new LongAdder();

	GatewayTraffic() {
	}

	/**
	 * Return how many responses and WebSockets are under way.
	 * @return the number of streams
	 */
	public long activeStreams() {
		return this.active.sum();
	}

	/**
	 * Return how much has come from callers.
	 * @return the number of bytes of bodies and messages
	 */
	public long receivedBytes() {
		return this.received.sum();
	}

	/**
	 * Return how much has gone to callers.
	 * @return the number of bytes of bodies and messages
	 */
	public long sentBytes() {
		return this.sent.sum();
	}

	void begin() {
		this.active.increment();
	}

	void end() {
		this.active.decrement();
	}

	void received(int bytes) {
		this.received.add(bytes);
	}

	void sent(int bytes) {
		this.sent.add(bytes);
	}

}
