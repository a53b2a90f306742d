package dev.reach.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.reach.autoconfigure.GatewayRoutes.GatewayRoute;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ReachConfigurationException;
import dev.reach.gateway.CallerPolicy;
import dev.reach.gateway.GatewayRouteCustomizer;
import dev.reach.gateway.HttpProxyHandler;
import dev.reach.host.HostSelector;
import dev.reach.http.BaseUrl;
import dev.reach.http.Origin;
import dev.reach.http.PathRewrite;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;
import dev.reach.retry.RetryPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Builds the routes of the gateway from their properties.
 *
 * @param mapper the properties
 * @param connectionDetails where the Reach API is
 * @param hostSelector chooses one of the hosts of the Reach API
 * @param credentials the Reach credentials, asked for by routes that add them
 * @param signer signs requests with credentials
 * @param callerPolicy who may call routes that add credentials
 * @param retryPolicy the rules of repeating
 * @param permits makes the limits
 * @param builders gives a builder for each route
 * @param customizers change the builders last
 */
record GatewayRouteFactory(ReachPropertyMapper mapper, ReachConnectionDetails connectionDetails,
		HostSelector hostSelector, ObjectProvider<ReachCredentialsProvider> credentials, RequestSigner signer,
		CallerPolicy callerPolicy, RetryPolicy retryPolicy, ObjectProvider<PermitsFactory> permits,
		ObjectProvider<HttpProxyHandler.Builder> builders, ObjectProvider<GatewayRouteCustomizer> customizers) {

	private static final Log logger = LogFactory.getLog(GatewayRouteFactory.class);

	GatewayRoutes create() {
		List<GatewayProperties.Route> properties = this.mapper.properties().gateway().routes();
		List<GatewayRoute> routes = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (int index = 0; index < properties.size(); index++) {
			String prefix = "reach.gateway.routes[" + index + "].";
			GatewayProperties.Route route = properties.get(index);
			String id = required(prefix + "id", route.id());
			if (!ids.add(id)) {
				throw new InvalidReachPropertyException(prefix + "id", "Another route has this name");
			}
			routes.add(route(prefix, id, route));
		}
		return new GatewayRoutes(routes);
	}

	private GatewayRoute route(String prefix, String id, GatewayProperties.Route route) {
		RequestPredicate predicate = predicate(prefix, route);
		List<URI> targets = targets(prefix, route);
		HttpProxyHandler.Builder builder = this.builders.getObject()
			.id(id)
			.targets(targets)
			.hostSelector(this.hostSelector)
			.rewrite(rewrite(prefix, route.rewrite()))
			.preserveHost(route.preserveHost())
			.timeout(ReachPropertyMapper.positive(prefix + "timeout", route.timeout()))
			.idleTimeout(ReachPropertyMapper.positive(prefix + "idle-timeout", route.idleTimeout()))
			.maxRequestSize(size(prefix + "max-request-size", route.maxRequestSize()))
			.maxMessageSize(size(prefix + "max-message-size", route.maxMessageSize()))
			.resilience(resilience(prefix, id, route));
		if (route.maxHeaderSize() != null) {
			builder.maxHeaderSize(size(prefix + "max-header-size", route.maxHeaderSize()));
		}
		headers(prefix, builder, route.headers());
		if (route.credentials()) {
			builder.credentials(credentials(prefix, targets), this.signer).callerPolicy(this.callerPolicy);
		}
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(id, builder));
		HttpProxyHandler handler = build(prefix, builder);
		logger.info("The gateway passes %s %s on to %s%s".formatted(
				route.methods().isEmpty() ? "all requests for" : route.methods(), route.path(),
				targets.stream().map(Origin::of).distinct().toList(),
				route.credentials() ? " with the credentials of the application, for " + this.callerPolicy : ""));
		return new GatewayRoute(predicate, handler);
	}

	private static RequestPredicate predicate(String prefix, GatewayProperties.Route route) {
		String path = required(prefix + "path", route.path());
		Set<HttpMethod> methods = ReachPropertyMapper.methods(prefix + "methods", route.methods());
		try {
			RequestPredicate predicate = RequestPredicates.path(path);
			return methods.isEmpty() ? predicate
					: RequestPredicates.methods(methods.toArray(HttpMethod[]::new)).and(predicate);
		}
		catch (PatternParseException ex) {
			throw new InvalidReachPropertyException(prefix + "path",
					"It must be a path pattern such as /gateway/reach/**: " + ex.getMessage());
		}
	}

	private List<URI> targets(String prefix, GatewayProperties.Route route) {
		if (!StringUtils.hasText(route.target())) {
			return this.connectionDetails.getBaseUrls();
		}
		try {
			return List.of(new BaseUrl(URI.create(route.target())).uri());
		}
		catch (IllegalArgumentException | ReachConfigurationException ex) {
			throw new InvalidReachPropertyException(prefix + "target",
					"It must be an absolute http or https URL with a host, without user information, query and"
							+ " fragment, such as https://api.example.com");
		}
	}

	private CredentialHeaders credentials(String prefix, List<URI> targets) {
		Set<Origin> origins = new HashSet<>(this.connectionDetails.getBaseUrls().stream().map(Origin::of).toList());
		targets.stream()
			.map(Origin::of)
			.filter((origin) -> !origins.contains(origin))
			.findFirst()
			.ifPresent((origin) -> {
				throw new InvalidReachPropertyException(prefix + "credentials",
						"The target %s is not the configured Reach API, which alone may get the credentials: %s"
							.formatted(origin, origins));
			});
		return new CredentialHeaders(this.credentials.getObject(), this.mapper.authScheme(), origins);
	}

	private static PathRewrite rewrite(String prefix, GatewayProperties.Rewrite rewrite) {
		try {
			return new PathRewrite(rewrite.from(), rewrite.to());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException(prefix + "rewrite", String.valueOf(ex.getMessage()));
		}
	}

	private Resilience resilience(String prefix, String id, GatewayProperties.Route route) {
		PermitsFactory factory = this.permits.getIfAvailable();
		try {
			Permits limits = (factory != null)
					? factory.create("gateway." + id, route.circuitBreaker(), route.rateLimit(), route.concurrency())
					: Permits.NONE;
			return new Resilience(route.retry() ? this.retryPolicy : RetryPolicy.never(), this.mapper.retryBudget(),
					limits, null);
		}
		catch (InvalidReachPropertyException ex) {
			throw new InvalidReachPropertyException(prefix + ex.property().substring("reach.".length()), ex.rule());
		}
	}

	private static void headers(String prefix, HttpProxyHandler.Builder builder, GatewayProperties.Headers headers) {
		headers.add().forEach((name, value) -> {
			try {
				builder.addHeader(name, value);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidReachPropertyException(prefix + "headers.add", String.valueOf(ex.getMessage()));
			}
		});
		try {
			builder.removeHeaders(headers.remove());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException(prefix + "headers.remove", String.valueOf(ex.getMessage()));
		}
	}

	private static HttpProxyHandler build(String prefix, HttpProxyHandler.Builder builder) {
		try {
			return builder.build();
		}
		catch (ReachConfigurationException ex) {
			throw new InvalidReachPropertyException(prefix + "target", String.valueOf(ex.getMessage()));
		}
	}

	private static DataSize size(String property, DataSize size) {
		if (size.toBytes() <= 0) {
			throw new InvalidReachPropertyException(property, "It must be more than zero");
		}
		return size;
	}

	private static String required(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new InvalidReachPropertyException(property, "A route needs it");
		}
		return value;
	}

}
