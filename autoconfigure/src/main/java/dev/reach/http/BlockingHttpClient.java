package dev.reach.http;

import java.util.function.Function;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Calls a library that blocks, by threads that may. What it says after the exchange was
 * cancelled, for example that it was interrupted, is of interest to nobody.
 *
 * @param client performs one exchange
 */
record BlockingHttpClient(Function<ReachHttpRequest, ReachHttpResponse> client) implements ReachHttpClient {

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono
			.<ReachHttpResponse>create(
					(sink) -> sink.onCancel(Schedulers.boundedElastic().schedule(() -> perform(request, sink))))
			.doOnDiscard(ReachHttpResponse.class, ReachHttpResponse::cancel)
			.onErrorMap((ex) -> !(ex instanceof ReachException),
					(ex) -> new ReachTransportException(
							"The HTTP client failed with %s on %s".formatted(ex.getClass().getSimpleName(), request),
							ex, Delivery.UNKNOWN));
	}

	private void perform(ReachHttpRequest request, MonoSink<ReachHttpResponse> sink) {
		try {
			sink.success(this.client.apply(request));
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			sink.error(ex);
		}
	}

}
