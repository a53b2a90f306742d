package dev.reach.netty;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.reach.error.ReachTransportException;
import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests on Reactor Netty.
 */
final class ReactorNettyHttpClient implements ReachHttpClient, AutoCloseable {

	private final HttpSender sender;

	private final Supplier<ConnectionProvider> pool;

	private final PoolGauge gauge;

	private final OpenConnections connections;

	private final @Nullable ProxyRoute route;

	private volatile boolean closed;

	ReactorNettyHttpClient(HttpSender sender, Supplier<ConnectionProvider> pool, PoolGauge gauge,
			OpenConnections connections, @Nullable ProxyRoute route) {
		this.sender = sender;
		this.pool = pool;
		this.gauge = gauge;
		this.connections = connections;
		this.route = route;
	}

	// A body that fails ends the exchange: Reactor Netty would wait for the peer to take
	// what was written before.
	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> {
			if (this.closed) {
				return Mono.error(failure(request, false).closed(null));
			}
			AtomicBoolean written = new AtomicBoolean();
			RequestProgress progress = RequestProgress.of(request);
			progress.notYetWritten();
			ResponseArrival arrival = new ResponseArrival();
			Sinks.Empty<ReachHttpResponse> withoutBody = Sinks.empty();
			Mono<ReachHttpResponse> sent = this.sender.send(new OutboundMessage(request, (exchange) -> {
				written.set(true);
				progress.written();
				arrival.begin((ChannelOperations<?, ?>) exchange);
			}, (ex) -> {
				ReachTransportException failure = failure(request, true).ofBody(ex);
				withoutBody.tryEmitError(failure);
				return failure;
			}));
			Mono<ReachHttpResponse> call = request.body().isInMemory() ? sent
					: Mono.firstWithSignal(sent, withoutBody.asMono());
			boolean tunnelled = this.route != null && this.route.isTunnelled();
			return OutcomeMono.handle(tunnelled ? ProxyDemand.answering(call) : call, (response, ex) -> {
				if (response == null) {
					throw failure(request, written.get()).translate(ex);
				}
				return received(request, response, arrival);
			}, arrival::cancel);
		});
	}

	private ReachHttpResponse received(ReachHttpRequest request, ReachHttpResponse response, ResponseArrival arrival) {
		return response.withTrailers(arrival.trailers())
			.mapBody((body) -> new ReceivedBody(body, arrival, failure(request, true)));
	}

	private TransportFailure failure(ReachHttpRequest request, boolean written) {
		return new TransportFailure(request, written, (this.route != null) ? this.route.proxy() : null);
	}

	// A pool that is disposed of keeps what is in use, and opens connections when asked.
	// It fails when an event loop has ended, which has no connections any more.
	@Override
	public void close() {
		this.closed = true;
		try {
			this.pool.get()
				.disposeLater()
				.onErrorComplete(RejectedExecutionException.class)
				.block(Duration.ofSeconds(5));
		}
		finally {
			this.connections.close();
			if (this.route != null) {
				this.route.close();
			}
		}
	}

	@Override
	public String toString() {
		return this.gauge.toString();
	}

}
