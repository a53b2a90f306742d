package dev.reach.observation;

import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.reach.gateway.GatewayTraffic;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.observation.ReachObservation.GatewayKeyNames;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows what passes the gateway, with the tag {@code route}: the gauge
 * {@code reach.gateway.streams} is the number of responses and WebSockets under way, the
 * counters {@code reach.gateway.received} and {@code reach.gateway.sent} are the bytes of
 * bodies and messages from and to callers.
 *
 * @since 0.1.0
 */
public final class GatewayMetrics implements MeterBinder {

	private final Supplier<Collection<HttpProxyHandler>> handlers;

	/**
	 * Create new metrics.
	 * @param handlers gives the handlers, asked once for each registry
	 */
	public GatewayMetrics(Supplier<Collection<HttpProxyHandler>> handlers) {
		this.handlers = handlers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.handlers.get().forEach((handler) -> {
			Gauge.builder("reach.gateway.streams", handler.traffic(), GatewayTraffic::activeStreams)
				.tag(GatewayKeyNames.ROUTE.asString(), handler.id())
				.description("Responses and WebSockets under way")
				.baseUnit("streams")
				.register(registry);
			count(registry, handler, "received", "Bytes from callers", GatewayTraffic::receivedBytes);
			count(registry, handler, "sent", "Bytes to callers", GatewayTraffic::sentBytes);
		});
	}

	private static void count(MeterRegistry registry, HttpProxyHandler handler, String direction, String description,
			ToDoubleFunction<GatewayTraffic> value) {
		FunctionCounter.builder("reach.gateway." + direction, handler.traffic(), value)
			.tag(GatewayKeyNames.ROUTE.asString(), handler.id())
			.description(description)
			.baseUnit("bytes")
			.register(registry);
	}

}
