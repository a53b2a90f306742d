package dev.reach.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachException;
import dev.reach.host.HostSelector;
import dev.reach.http.OwnedResources;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachWebSocketClient;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Pipeline;
import dev.reach.middleware.RequestLog;
import dev.reach.resilience.Resilience;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.server.WebSocketService;

/**
 * Passes requests on to a target, and its responses back. Bodies are streamed both ways;
 * the target is fixed, whatever a request says. Requests and responses run through a
 * {@link Pipeline} with its middlewares, as the calls of a client do.
 *
 * @since 0.1.0
 */
public final class HttpProxyHandler implements HandlerFunction<ServerResponse>, AutoCloseable {

	/**
	 * Name of the attribute of a {@link ReachHttpRequest} that holds the
	 * {@link ServerRequest} it was made from, for middlewares.
	 */
	public static final String SERVER_REQUEST = HttpProxyHandler.class.getName() + ".serverRequest";

	/**
	 * Name of the attribute of a {@link ServerRequest} that holds the name of the
	 * handler, a {@link String}, for error handlers.
	 */
	public static final String HANDLER_ID = HttpProxyHandler.class.getName() + ".handlerId";

	private static final int MAX_CAUSES = 20;

	private final String id;

	private final String name;

	private final CallerPolicy callerPolicy;

	private final IncomingRequests incoming;

	private final OutgoingResponses outgoing;

	private final WebSocketTunnels webSockets;

	private final Pipeline pipeline;

	private final GatewayErrorHandler errorHandler;

	private final GatewayTraffic traffic;

	private final List<AutoCloseable> owned;

	HttpProxyHandler(String id, CallerPolicy callerPolicy, IncomingRequests incoming, OutgoingResponses outgoing,
			WebSocketTunnels webSockets, Pipeline pipeline, GatewayErrorHandler errorHandler, GatewayTraffic traffic,
			List<AutoCloseable> owned) {
		this.id = id;
		this.name = "HttpProxyHandler '%s'".formatted(id);
		this.callerPolicy = callerPolicy;
		this.incoming = incoming;
		this.outgoing = outgoing;
		this.webSockets = webSockets;
		this.pipeline = pipeline;
		this.errorHandler = errorHandler;
		this.traffic = traffic;
		this.owned = List.copyOf(owned);
	}

	/**
	 * Start a handler. If it gets credentials, only callers on the same machine may call
	 * it, unless {@link Builder#callerPolicy(CallerPolicy)} says otherwise.
	 * @return a builder
	 */
	public static Builder builder() {
		return builder(CallerPolicy.loopback());
	}

	/**
	 * Start a handler.
	 * @param borrowers who may call it if it gets credentials, unless
	 * {@link Builder#callerPolicy(CallerPolicy)} says otherwise
	 * @return a builder
	 */
	public static Builder builder(CallerPolicy borrowers) {
		return new DefaultHttpProxyHandlerBuilder(borrowers);
	}

	@Override
	public Mono<ServerResponse> handle(ServerRequest request) {
		request.attributes().put(HANDLER_ID, this.id);
		CallerBody body = CallerBody.of(request.exchange());
		return Mono.defer(() -> admit(request, body))
			.onErrorResume((ex) -> this.errorHandler.handle(refusalIn(ex), request));
	}

	private Mono<ServerResponse> admit(ServerRequest request, CallerBody body) {
		return (this.callerPolicy == AnyCallers.INSTANCE) ? relay(request, body)
				: this.callerPolicy.check(request).then(Mono.defer(() -> relay(request, body)));
	}

	private Mono<ServerResponse> relay(ServerRequest request, CallerBody body) {
		if (request.method() == HttpMethod.TRACE) {
			return Mono.error(GatewayException::traceNotAllowed);
		}
		if (MaxForwards.isReached(request)) {
			return ServerResponse.noContent().build();
		}
		return body.isPresent() ? this.incoming.read(request, body).flatMap((outgoing) -> relay(request, outgoing))
				: relay(request, this.incoming.read(request));
	}

	private Mono<ServerResponse> relay(ServerRequest request, ReachHttpRequest outgoing) {
		if (WebSocketTunnels.isHandshake(request)) {
			return this.webSockets.open(request, outgoing, this.pipeline);
		}
		return this.pipeline.relay(outgoing).flatMap((response) -> this.outgoing.write(request, response));
	}

	// What refuses the body of a request arrives as a failure of the transport to send
	// it.
	private static Throwable refusalIn(Throwable error) {
		Throwable cause = (error instanceof ReachException) ? error.getCause() : null;
		for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
			if (cause instanceof GatewayException) {
				return cause;
			}
			cause = cause.getCause();
		}
		return error;
	}

	/**
	 * Return the name of this handler.
	 * @return the name, in logs, metrics and observations
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return what is under way, and has been, through this handler.
	 * @return the counts, always up to date
	 */
	public GatewayTraffic traffic() {
		return this.traffic;
	}

	/**
	 * Close the connections to the target. Both ends of each WebSocket learn of it by
	 * close code 1001.
	 */
	@Override
	public void close() {
		new OwnedResources(this.owned).close();
	}

	/**
	 * Describe what a request passes.
	 * @return some lines of text
	 */
	public String describe() {
		return this.pipeline.describe();
	}

	// WebFlux asks for it with each request.
	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Builds an {@link HttpProxyHandler}.
	 */
	public interface Builder {

		/**
		 * Set the name, for logs, metrics and observations.
		 * @param id the name, by default {@code gateway}
		 * @return this builder
		 */
		Builder id(String id);

		/**
		 * Set the target. The path of a request, rewritten, is appended to it; its query
		 * is kept. A {@code Location} or {@code Content-Location} of its responses that
		 * leads to a place below it is turned into the path that leads there from here.
		 * @param target an absolute http or https URL without query
		 * @return this builder
		 */
		default Builder target(URI target) {
			return targets(List.of(target));
		}

		/**
		 * Set the target if more than one host serves it.
		 * @param targets absolute http or https URLs without query, at least one
		 * @return this builder
		 * @see #hostSelector(HostSelector)
		 */
		Builder targets(List<URI> targets);

		/**
		 * Set how one of several hosts is chosen.
		 * @param selector chooses, by default the first that is well
		 * @return this builder
		 */
		Builder hostSelector(HostSelector selector);

		/**
		 * Set what becomes of the path.
		 * @param rewrite replaces the beginning of the path, by default nothing
		 * @return this builder
		 */
		Builder rewrite(PathRewrite rewrite);

		/**
		 * Add a middleware.
		 * @param middleware the middleware
		 * @return this builder
		 */
		Builder middleware(Middleware middleware);

		/**
		 * Set the options of each request to the target, for example whether redirects
		 * are followed; by default they are not and the caller gets them.
		 * @param options changes the request before the first phase
		 * @return this builder
		 */
		Builder requestOptions(Consumer<ReachHttpRequest.Builder> options);

		/**
		 * Set the initial state of each exchange.
		 * @param state asked once per request; the map is copied, its values are not
		 * @return this builder
		 */
		Builder state(Supplier<Map<String, Object>> state);

		/**
		 * Set what makes the transports. They have to leave compressed bodies as they
		 * are.
		 * @param factory asked once per host
		 * @return this builder
		 */
		Builder httpClientFactory(ReachHttpClientFactory factory);

		/**
		 * Set what opens WebSockets to the target.
		 * @param client the client, by default one of the factory of the transports if
		 * that is a {@link dev.reach.http.ReachWebSocketFactory}, else WebSockets are
		 * refused with 501
		 * @return this builder
		 */
		Builder webSocketClient(ReachWebSocketClient client);

		/**
		 * Set what accepts WebSockets from callers.
		 * @param service the service, by default one of the factory of the transports if
		 * that is a {@link dev.reach.http.ReachWebSocketFactory}, which needs Reactor
		 * Netty as the server
		 * @return this builder
		 */
		Builder webSocketService(WebSocketService service);

		/**
		 * Set what answers in place of the target when a request fails. If it fails
		 * itself, gives no answer, or takes longer than the {@link #timeout(Duration)},
		 * the default answers for what it failed with.
		 * @param errorHandler the handler, by default one that answers problem details
		 * @return this builder
		 */
		Builder errorHandler(GatewayErrorHandler errorHandler);

		/**
		 * Set whether a response of the target with a status from 400 on is a failure
		 * too, for the error handler. The default one then answers 500 with a JSON object
		 * of {@code title} "External API Error", {@code status} and {@code message}: the
		 * status of the target and its reason phrase. Otherwise such a response is passed
		 * on as any other.
		 * @param fail whether it is, by default not: it is passed on
		 * @return this builder
		 */
		Builder failOnErrorStatus(boolean fail);

		/**
		 * Add credentials to requests to the origins they are for. What the caller sent
		 * as credentials stays here then: {@code Authorization}, {@code Cookie},
		 * {@code ApiUser}, {@code ApiKey}, and the headers that the scheme of the
		 * credentials and the signer use. None of these but cookies is passed on from a
		 * response either, as a target may answer with what it was sent.
		 * @param credentials adds them
		 * @param signer signs the requests that have credentials
		 * @return this builder
		 */
		Builder credentials(CredentialHeaders credentials, RequestSigner signer);

		/**
		 * Set who may call.
		 * @param policy refuses the others, by default nobody, or with credentials as
		 * {@link HttpProxyHandler#builder(CallerPolicy)} says
		 * @return this builder
		 */
		Builder callerPolicy(CallerPolicy policy);

		/**
		 * Set whose {@code Forwarded} and {@code X-Forwarded-*} headers are believed. The
		 * address at the other end of the connection counts, whatever a request says.
		 * From a proxy of these they are kept and added to, unless {@code Forwarded} is
		 * malformed; those of any other caller, and similar ones such as
		 * {@code X-Real-IP}, do not reach the target.
		 * @param proxies their addresses, by default nobody's
		 * @return this builder
		 */
		Builder trustedProxies(TrustedProxies proxies);

		/**
		 * Set whether the target gets the {@code Host} of the caller.
		 * @param preserve whether it does, by default not: it gets its own
		 * @return this builder
		 */
		Builder preserveHost(boolean preserve);

		/**
		 * Set the time until the response begins, or is complete if its declared length
		 * is at most 16 KiB. Each piece of the request that the target takes begins it
		 * anew.
		 * @param timeout more than zero, by default a minute
		 * @return this builder
		 */
		Builder timeout(Duration timeout);

		/**
		 * Set how long a body, or a WebSocket, may stand still. A response whose declared
		 * length is at most 16 KiB has the {@link #timeout(Duration)} in its place.
		 * @param timeout more than zero, by default 30 seconds
		 * @return this builder
		 */
		Builder idleTimeout(Duration timeout);

		/**
		 * Set the largest body of a request.
		 * @param size by default 10 MB
		 * @return this builder
		 */
		Builder maxRequestSize(DataSize size);

		/**
		 * Set the largest message of a WebSocket, in each direction and all its fragments
		 * together. One that is larger is not passed on: its sender's WebSocket is closed
		 * with 1009, the other with 1001. What is set with
		 * {@link #webSocketClient(ReachWebSocketClient)} or
		 * {@link #webSocketService(WebSocketService)} has a limit of its own.
		 * @param size more than zero, by default 64 KB
		 * @return this builder
		 */
		Builder maxMessageSize(DataSize size);

		/**
		 * Set the largest header section of a request, if it is to be smaller than the
		 * server's. A larger one is answered with 431, see RFC 6585, section 5.
		 * @param size the length of all names and values
		 * @return this builder
		 */
		Builder maxHeaderSize(DataSize size);

		/**
		 * Set a header of each request to the target, in place of the caller's and of
		 * what the gateway itself would send, such as {@code Host} or {@code Via}; only
		 * credentials and their signature come later.
		 * @param name the name, a token as in RFC 9110, section 5.6.2
		 * @param value the value, printable ASCII
		 * @return this builder
		 * @throws IllegalArgumentException if it could not be sent as it is, or is a
		 * matter of the connection: {@code Content-Length} and what RFC 9110, section
		 * 7.6.1 names
		 */
		Builder addHeader(String name, String value);

		/**
		 * Keep headers from the target: those of callers, and those by which the gateway
		 * tells who calls, for example {@code Via} or {@code X-Forwarded-For}. Not
		 * removed are {@code Host}, which a request must have, what
		 * {@link #addHeader(String, String)} sets, and credentials.
		 * @param names the names, in any case
		 * @return this builder
		 */
		Builder removeHeaders(Set<String> names);

		/**
		 * Set what is done against failures: retries, of requests without a body only,
		 * and limits.
		 * @param resilience by default nothing
		 * @return this builder
		 */
		Builder resilience(Resilience resilience);

		/**
		 * Set what is logged of each request to the target.
		 * @param log by default nothing
		 * @return this builder
		 */
		Builder log(RequestLog log);

		/**
		 * Set what watches the requests.
		 * @param observer by default nothing
		 * @return this builder
		 */
		Builder observer(ExchangeObserver observer);

		/**
		 * Build the handler.
		 * @return a handler, to be closed in the end
		 * @throws dev.reach.error.ReachConfigurationException if there is no target, or
		 * it cannot be one
		 */
		HttpProxyHandler build();

	}

}
