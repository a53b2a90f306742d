package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the gateway, {@code reach.gateway.*}.
 *
 * @param allowAnonymous Whether routes that add credentials answer everybody. If not, and
 * without Spring Security, they answer callers on the same machine only.
 * @param trustedProxies Comma-separated list of IP addresses and networks whose Forwarded
 * and X-Forwarded-* headers are believed.
 * @param failOnErrorStatus Whether a response of a target with a status from 400 on is
 * answered with 500 and its status in the body, in place of being passed on.
 * @param strictHttp Whether the server refuses requests that could be taken for others.
 * If it is not set, it does if there are routes.
 * @param routes Routes. The first that takes a request is used.
 * @since 0.1.0
 */
public record GatewayProperties(@DefaultValue("false") boolean allowAnonymous,
		@DefaultValue List<String> trustedProxies, @DefaultValue("false") boolean failOnErrorStatus,
		@Nullable Boolean strictHttp, @DefaultValue List<Route> routes) {

	static final GatewayProperties DEFAULTS = new GatewayProperties(false, List.of(), false, null, List.of());

	/**
	 * A route: which requests go where, and what is done to them.
	 *
	 * @param id Name of the route, in logs, metrics and observations.
	 * @param path Pattern of the paths of the requests, for example /gateway/reach/**.
	 * @param methods Comma-separated list of HTTP methods of the requests. All if it is
	 * not set.
	 * @param target URL that paths are appended to. If it is not set, the base URLs of
	 * the Reach API.
	 * @param rewrite What becomes of the beginning of the path.
	 * @param credentials Whether the Reach credentials are added. The target must be the
	 * Reach API then.
	 * @param preserveHost Whether the target gets the Host header of the caller in place
	 * of its own.
	 * @param timeout Time until the response begins, or is complete if it is a small one.
	 * Each piece of the request that the target takes begins it anew.
	 * @param idleTimeout Time that a body or a WebSocket may stand still; of responses,
	 * one that is not small.
	 * @param maxRequestSize Largest body of a request.
	 * @param maxHeaderSize Largest header section of a request, if it is to be smaller
	 * than that of the server.
	 * @param maxMessageSize Largest message of a WebSocket.
	 * @param headers Headers of the requests.
	 * @param retry Whether requests without a body are repeated by the rules of
	 * reach.retry.
	 * @param circuitBreaker Circuit breaker of the route, with the keys of
	 * reach.circuit-breaker.
	 * @param rateLimit Rate limit of the route, with the keys of reach.rate-limit.
	 * @param concurrency Limit of the requests at a time, with the keys of
	 * reach.concurrency.
	 */
	public record Route(@Nullable String id, @Nullable String path, @DefaultValue Set<HttpMethod> methods,
			@Nullable String target, @DefaultValue Rewrite rewrite, @DefaultValue("false") boolean credentials,
			@DefaultValue("false") boolean preserveHost, @DefaultValue("60s") Duration timeout,
			@DefaultValue("30s") Duration idleTimeout, @DefaultValue("10MB") DataSize maxRequestSize,
			@Nullable DataSize maxHeaderSize, @DefaultValue("64KB") DataSize maxMessageSize,
			@DefaultValue Headers headers, @DefaultValue("false") boolean retry,
			@DefaultValue ReachProperties.CircuitBreaker circuitBreaker,
			@DefaultValue ReachProperties.RateLimit rateLimit, @DefaultValue ReachProperties.Concurrency concurrency) {

	}

	/**
	 * What becomes of the beginning of a path.
	 *
	 * @param from Beginning of the path that is replaced, whole segments.
	 * @param to What stands in its place.
	 */
	public record Rewrite(@DefaultValue("/") String from, @DefaultValue("/") String to) {

	}

	/**
	 * Headers of the requests to a target.
	 *
	 * @param add Headers to set, by name.
	 * @param remove Comma-separated list of headers of callers that the target does not
	 * get.
	 */
	public record Headers(@DefaultValue Map<String, String> add, @DefaultValue Set<String> remove) {

	}

}
