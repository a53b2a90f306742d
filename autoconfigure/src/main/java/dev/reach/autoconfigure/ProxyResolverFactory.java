package dev.reach.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.reach.http.Origin;
import dev.reach.proxy.EnvironmentProxies;
import dev.reach.proxy.InvalidProxyException;
import dev.reach.proxy.NoProxy;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ReachProxy;
import dev.reach.proxy.SystemPropertyProxies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts together where proxies come from: the first that decides wins. Variables and
 * system properties are read once for all accounts, and not at all unless they are asked
 * for. Each warning is given once.
 */
final class ProxyResolverFactory {

	private static final Log logger = LogFactory.getLog(ProxyResolverFactory.class);

	private final Environment environment;

	private final Supplier<ProxyResolver> variables;

	private final Supplier<ProxyResolver> systemProperties;

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	ProxyResolverFactory(Environment environment) {
		this.environment = environment;
		this.variables = SingletonSupplier
			.of(() -> EnvironmentProxies.read(new EnvironmentVariables(environment), this::warn));
		this.systemProperties = SingletonSupplier.of(() -> SystemPropertyProxies.read(System::getProperty));
	}

	// The keys are those under which the properties of an account stand.
	ProxyResolver create(ReachProperties.Proxy properties, UnaryOperator<String> keys) {
		if (!properties.enabled()) {
			return direct(keys.apply("enabled") + "=false");
		}
		List<ProxyResolver> sources = new ArrayList<>();
		if (properties.bypassLoopback()) {
			sources.add(ifMatches(ProxyResolverFactory::isLoopback, "loopback host"));
		}
		sources.add(noProxy(properties, keys.apply("no-proxy")));
		sources.add(urls(properties, keys));
		if (properties.fromEnvironment()) {
			sources.add(this.variables.get());
		}
		if (properties.fromSystemProperties()) {
			sources.add(this.systemProperties.get());
		}
		ProxyCredentials credentials = credentials(properties, keys);
		ProxyResolver resolver = ProxyResolver.firstOf(sources);
		return new RememberingProxyResolver((credentials != null) ? resolver.withCredentials(credentials) : resolver);
	}

	private ProxyResolver noProxy(ReachProperties.Proxy properties, String key) {
		NoProxy noProxy = NoProxy.parse(key, String.join(",", properties.noProxy()), this::warn);
		return ifMatches(noProxy::matches, key);
	}

	private ProxyResolver urls(ReachProperties.Proxy properties, UnaryOperator<String> keys) {
		ProxyDecision any = decide(keys.apply("url"), properties.url(), ProxyDecision.undecided());
		return ProxyResolver.byScheme(decide(keys.apply("http-url"), properties.httpUrl(), any),
				decide(keys.apply("https-url"), properties.httpsUrl(), any));
	}

	private ProxyDecision decide(String key, @Nullable String url, ProxyDecision otherwise) {
		try {
			return StringUtils.hasText(url) ? ProxyDecision.via(ReachProxy.parse(key, url, this::warn), key)
					: otherwise;
		}
		catch (InvalidProxyException ex) {
			throw new InvalidReachPropertyException(key, StringUtils.capitalize(ex.rule()));
		}
	}

	private @Nullable ProxyCredentials credentials(ReachProperties.Proxy properties, UnaryOperator<String> keys) {
		String password = StringUtils.hasText(properties.password()) ? properties.password() : "";
		if (StringUtils.hasText(properties.username())) {
			return new ProxyCredentials(properties.username(), () -> current(keys.apply("password"), password));
		}
		if (!password.isEmpty()) {
			throw new InvalidReachPropertyException(keys.apply("password"),
					"It needs a user name: set '%s' too".formatted(keys.apply("username")));
		}
		return null;
	}

	private String current(String key, String bound) {
		String value = Binder.get(this.environment).bind(key, String.class).orElse(bound);
		return StringUtils.hasText(value) ? value : "";
	}

	private void warn(String warning) {
		if (this.warnings.add(warning)) {
			logger.warn(warning);
		}
	}

	private static boolean isLoopback(URI target) {
		return target.getHost() != null && Origin.of(target).isLoopback();
	}

	private static ProxyResolver direct(String reason) {
		return ifMatches((target) -> true, reason);
	}

	private static ProxyResolver ifMatches(Predicate<URI> direct, String reason) {
		ProxyDecision decision = ProxyDecision.direct(reason);
		return (target) -> direct.test(target) ? decision : ProxyDecision.undecided();
	}

}
