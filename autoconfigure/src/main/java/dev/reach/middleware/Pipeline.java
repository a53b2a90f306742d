package dev.reach.middleware;

import java.net.CookieStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachException;
import dev.reach.host.CallHosts;
import dev.reach.host.Host;
import dev.reach.host.Hosts;
import dev.reach.http.BaseUrl;
import dev.reach.http.DeclaredLength;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestCompression;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import dev.reach.retry.Attempt;
import dev.reach.retry.RepeatableCall;
import dev.reach.retry.RetryLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * The order in which a call passes the parts of a client. This order is what the client
 * does:
 *
 * <pre>
 * call     1 deadline            the whole call, retries and waits included
 *          2 observation         one per call, one event per attempt
 *          3 phases below 1000   before(), lowest phase first
 *          4 redirects           if the policy follows them
 *          5 retry               the policy decides, the budget limits; a slow read may be hedged
 * attempt  6 permits             circuit breaker, rate limit, concurrency
 *          7 host                one of the base URLs
 *          8 phase 1000          before()
 *          9 cookies, compression, credentials, and last the signature
 *         10 transport
 *          … after() in the reverse order on the way back
 * </pre>
 *
 * @since 0.1.0
 */
public final class Pipeline {

	private static final Log logger = LogFactory.getLog(Pipeline.class);

	private final PipelineSettings settings;

	private final PipelineDescription description;

	private final Hosts hosts;

	private final Phases callPhases;

	private final Phases attemptPhases;

	private final Redirects redirects;

	private final Dispatch dispatch;

	private final Permits permits;

	private final RetryLoop retryLoop;

	/**
	 * Create a new pipeline.
	 * @param settings what it does
	 * @param hosts where relative URIs lead
	 * @param middlewares the middlewares in any order of phases
	 * @param credentials adds the credentials
	 * @param signer signs each request
	 * @param resilience what it does against failures
	 */
	public Pipeline(PipelineSettings settings, Hosts hosts, List<Middleware> middlewares, CredentialHeaders credentials,
			RequestSigner signer, Resilience resilience) {
		this.settings = settings;
		this.description = new PipelineDescription(settings, hosts, List.copyOf(middlewares), credentials, signer,
				resilience);
		this.hosts = hosts;
		this.callPhases = Phases.of(middlewares, (phase) -> phase != Phase.TARGET_EDGE, settings.observer());
		this.attemptPhases = Phases.of(middlewares, (phase) -> phase == Phase.TARGET_EDGE, settings.observer());
		CookieJar cookieJar = new CookieJar(settings.cookieStore());
		this.redirects = new Redirects(settings.redirectPolicy(), settings.maxRedirects(), cookieJar);
		this.dispatch = new Dispatch(settings.cookies(), cookieJar, credentials, settings.compression(), signer);
		this.permits = resilience.permits();
		this.retryLoop = new RetryLoop(resilience.retryPolicy(), resilience.retryBudget(), resilience.hedgeDelay());
		if (logger.isDebugEnabled()) {
			logger.debug(this.description.toString());
		}
	}

	/**
	 * Send a request and read the response to completion.
	 * @param request the request
	 * @return the response, whatever its status, or a {@link ReachException}
	 */
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return call(request, Reading.COMPLETE);
	}

	/**
	 * Send a request and return when the head of the response is there.
	 * @param request the request
	 * @return the response, whatever its status, with its body still to be read; or a
	 * {@link ReachException}
	 */
	public Mono<ReachHttpResponse> stream(ReachHttpRequest request) {
		return call(request, Reading.STREAMED);
	}

	/**
	 * Send a request and return when the head of the response is there, and the body if
	 * it is declared to be {@linkplain DeclaredLength#isSmall(long) small}. The time of
	 * the call ends there too, and begins anew with each piece of the body of the request
	 * that is sent: bodies may be streamed for as long as they move.
	 * @param request the request
	 * @return the response, whatever its status, with its body still to be read unless it
	 * is small; or a {@link ReachException}
	 */
	public Mono<ReachHttpResponse> relay(ReachHttpRequest request) {
		return call(request, Reading.RELAYED);
	}

	/**
	 * Describe what a call passes.
	 * @return some lines of text
	 */
	public String describe() {
		return this.description.toString();
	}

	private Mono<ReachHttpResponse> call(ReachHttpRequest given, Reading reading) {
		return Mono.defer(() -> {
			boolean onHosts = !given.uri().isAbsolute();
			URI uri = onHosts ? this.settings.rewrite().apply(given.uri()) : given.uri();
			ReachHttpRequest.Builder builder = given.mutate().uri(this.hosts.baseUrl().resolve(uri));
			this.settings.headers().applyTo(builder);
			ReachHttpRequest request = builder.build();
			Exchange exchange = new Exchange(request, this.settings.state().get());
			Duration timeout = (request.timeout() != null) ? request.timeout() : this.settings.requestTimeout();
			Deadline deadline = new Deadline(timeout, reading == Reading.RELAYED);
			Mono<ReachHttpResponse> call = this.settings.observer()
				.observe(this.settings.clientName(), exchange,
						this.callPhases.around(exchange, deadline,
								() -> this.redirects.around(exchange, attempts(exchange, deadline, onHosts, reading),
										(hop) -> attempts(hop, deadline, false, reading))));
			return (reading == Reading.RELAYED) ? call : call.map((response) -> deadline.limitBody(exchange, response));
		});
	}

	private Mono<ReachHttpResponse> attempts(Exchange exchange, Deadline deadline, boolean onHosts, Reading reading) {
		return this.retryLoop.run(new Call(exchange, deadline, onHosts, reading));
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

	/**
	 * One call: what the retry loop repeats is {@link #attempt()}.
	 */
	private final class Call implements RepeatableCall {

		private final Exchange exchange;

		private final Deadline deadline;

		private final boolean onHosts;

		private final Reading reading;

		private final CallHosts callHosts;

		Call(Exchange exchange, Deadline deadline, boolean onHosts, Reading reading) {
			this.exchange = exchange;
			this.deadline = deadline;
			this.onHosts = onHosts;
			this.reading = reading;
			this.callHosts = Pipeline.this.hosts.newCall();
		}

		@Override
		public ReachHttpRequest request() {
			return this.exchange.request();
		}

		@Override
		public Mono<ReachHttpResponse> attempt() {
			Exchange attempt = this.exchange.newAttempt();
			return permitted(attempt, hosted(attempt));
		}

		private Mono<ReachHttpResponse> permitted(Exchange attempt, Mono<ReachHttpResponse> hosted) {
			Permits permits = Pipeline.this.permits;
			return (permits == Permits.NONE) ? hosted : this.deadline.limitStart(attempt,
					(start) -> permits.around(attempt.request(), hosted.doOnSubscribe((subscription) -> start.run())));
		}

		private Mono<ReachHttpResponse> hosted(Exchange attempt) {
			return this.onHosts ? this.callHosts.attempt((host) -> at(attempt, rebased(host), host.transport()))
					: Mono.defer(() -> at(attempt, UnaryOperator.identity(),
							Pipeline.this.hosts.transport(attempt.request().uri())));
		}

		private Mono<ReachHttpResponse> at(Exchange attempt, UnaryOperator<ReachHttpRequest> hosted,
				ReachHttpClient transport) {
			attempt.updateRequest(hosted);
			return Pipeline.this.attemptPhases.around(attempt, this.deadline, () -> exchange(attempt, transport));
		}

		private Mono<ReachHttpResponse> exchange(Exchange attempt, ReachHttpClient transport) {
			attempt.updateRequest(this.deadline::renewedBy);
			Mono<ReachHttpResponse> response = Pipeline.this.settings.log()
				.around(attempt.request(), Pipeline.this.dispatch.send(attempt, transport));
			return this.deadline.limit(attempt, switch (this.reading) {
				case COMPLETE -> response.flatMap(Pipeline.this::complete);
				case STREAMED -> response;
				case RELAYED -> response.flatMap(SmallResponse::complete);
			});
		}

		private UnaryOperator<ReachHttpRequest> rebased(Host host) {
			BaseUrl first = Pipeline.this.hosts.baseUrl();
			return (request) -> host.baseUrl().equals(first) ? request
					: request.mutate().uri(host.baseUrl().inPlaceOf(first, request.uri())).build();
		}

		@Override
		public boolean hasOtherHost() {
			return this.onHosts && this.callHosts.hasOther();
		}

		@Override
		public void beginRound() {
			this.callHosts.beginRound();
		}

		@Override
		public Duration timeLeft() {
			return this.deadline.remaining();
		}

		@Override
		public boolean isHedgeable() {
			return this.reading == Reading.COMPLETE;
		}

		@Override
		public void attempted(Attempt attempt, ContextView context) {
			Pipeline.this.settings.observer().attempted(attempt, context);
		}

	}

	private enum Reading {

		COMPLETE, STREAMED, RELAYED

	}

	/**
	 * What a pipeline does besides sending.
	 *
	 * @param clientName the name of the client in observations
	 * @param rewrite changes the paths of relative URIs
	 * @param headers the headers each request has
	 * @param cookies the cookies each request has
	 * @param cookieStore where cookies that services set are kept, or {@code null} if
	 * they are not
	 * @param compression compresses the bodies of requests
	 * @param redirectPolicy decides which redirects are followed
	 * @param maxRedirects the largest number of redirects of one call
	 * @param state gives the initial state of each exchange
	 * @param requestTimeout the time a whole call may take
	 * @param maxResponseSize the largest number of bytes of a response that is read to
	 * completion
	 * @param log logs the attempts
	 * @param observer watches the calls
	 */
	public record PipelineSettings(String clientName, PathRewrite rewrite, ReachHeaders headers, DefaultCookies cookies,
			@Nullable CookieStore cookieStore, RequestCompression compression, RedirectPolicy redirectPolicy,
			int maxRedirects, Supplier<Map<String, Object>> state, Duration requestTimeout, int maxResponseSize,
			RequestLog log, ExchangeObserver observer) {

	}

}
