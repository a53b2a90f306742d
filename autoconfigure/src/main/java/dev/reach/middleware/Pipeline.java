package dev.reach.middleware;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.reach.credential.CredentialHeaders;
import dev.reach.error.Delivery;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.BaseUrl;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * The order in which a call passes the parts of a client. This order is what the client
 * does:
 *
 * <pre>
 * call     1 deadline            the whole call
 *          2 observation         one per call
 *          3 phases below 1000   before(), lowest phase first
 *          4 redirects           not followed: the response is returned as it is
 *          5 retry               none: each call is one attempt
 * attempt  6 permits             none
 *          7 host                the base URL
 *          8 phase 1000          before()
 *          9 credentials         on the configured origins only
 *         10 transport
 *          … after() in the reverse order on the way back
 * </pre>
 *
 * @since 0.1.0
 */
public final class Pipeline {

	private final PipelineSettings settings;

	private final BaseUrl baseUrl;

	private final Phases callPhases;

	private final Phases attemptPhases;

	private final CredentialHeaders credentials;

	private final ReachHttpClient transport;

	/**
	 * Create a new pipeline.
	 * @param settings what it does
	 * @param baseUrl where relative URIs lead
	 * @param middlewares the middlewares in any order of phases
	 * @param credentials adds the credentials
	 * @param transport sends the requests
	 */
	public Pipeline(PipelineSettings settings, BaseUrl baseUrl, List<Middleware> middlewares,
			CredentialHeaders credentials, ReachHttpClient transport) {
		this.settings = settings;
		this.baseUrl = baseUrl;
		this.callPhases = Phases
			.of(middlewares.stream().filter((middleware) -> middleware.phase() != Phase.TARGET_EDGE).toList());
		this.attemptPhases = Phases
			.of(middlewares.stream().filter((middleware) -> middleware.phase() == Phase.TARGET_EDGE).toList());
		this.credentials = credentials;
		this.transport = transport;
	}

	/**
	 * Send a request and read the response to completion.
	 * @param request the request
	 * @return the response, whatever its status, or a {@link ReachException}
	 */
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return call(request, (response) -> response.flatMap(this::complete));
	}

	/**
	 * Send a request and return when the head of the response is there.
	 * @param request the request
	 * @return the response, whatever its status, with its body still to be read; or a
	 * {@link ReachException}
	 */
	public Mono<ReachHttpResponse> stream(ReachHttpRequest request) {
		return call(request, UnaryOperator.identity());
	}

	private Mono<ReachHttpResponse> call(ReachHttpRequest relative, UnaryOperator<Mono<ReachHttpResponse>> reading) {
		return Mono.defer(() -> {
			ReachHttpRequest request = relative.mutate().uri(this.baseUrl.resolve(relative.uri())).build();
			Exchange exchange = new Exchange(this.settings.headers().applyTo(request), this.settings.state());
			Duration timeout = (request.timeout() != null) ? request.timeout() : this.settings.requestTimeout();
			Deadline deadline = new Deadline(exchange, timeout);
			return this.settings.observer()
				.observe(this.settings.clientName(), exchange, Mono.defer(
						() -> this.callPhases.around(exchange, deadline, () -> attempt(exchange, deadline, reading))))
				.map(deadline::limitBody);
		});
	}

	private Mono<ReachHttpResponse> attempt(Exchange call, Deadline deadline,
			UnaryOperator<Mono<ReachHttpResponse>> reading) {
		Exchange attempt = call.newAttempt();
		return this.attemptPhases.around(attempt, deadline, () -> deadline
			.limit(reading.apply(this.credentials.send(attempt.request(), (request) -> send(attempt, request)))));
	}

	private Mono<ReachHttpResponse> send(Exchange attempt, ReachHttpRequest request) {
		return Mono.defer(() -> {
			attempt.progress().handedOver();
			return this.transport.exchange(attempt.progress().attachTo(request));
		})
			.map((response) -> response.answering(request))
			.onErrorMap((ex) -> !(ex instanceof ReachException), (ex) -> foreign(ex, request));
	}

	private Mono<ReachHttpResponse> complete(ReachHttpResponse response) {
		return response.bytes(this.settings.maxResponseSize())
			.map(response::withBytes)
			.onErrorMap(DataBufferLimitException.class,
					(ex) -> new ReachDecodingException(
							"The response %s is larger than the %d bytes of reach.max-response-size".formatted(response,
									this.settings.maxResponseSize()),
							response.status(), ""));
	}

	private static ReachTransportException foreign(Throwable ex, ReachHttpRequest request) {
		return new ReachTransportException(
				"The HTTP client failed with %s on %s".formatted(ex.getClass().getName(), request), ex,
				Delivery.UNKNOWN);
	}

	/**
	 * What a pipeline does besides sending.
	 *
	 * @param clientName the name of the client in observations
	 * @param headers the headers each request has
	 * @param state the initial state of each exchange
	 * @param requestTimeout the time a whole call may take
	 * @param maxResponseSize the largest number of bytes of a response that is read to
	 * completion
	 * @param observer watches the calls
	 */
	public record PipelineSettings(String clientName, ReachHeaders headers, Map<String, Object> state,
			Duration requestTimeout, int maxResponseSize, ExchangeObserver observer) {

	}

}
