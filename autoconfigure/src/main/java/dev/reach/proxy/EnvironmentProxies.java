package dev.reach.proxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the variables that most programs read. Lower case wins, empty is unset, and the
 * upper-case {@code HTTP_PROXY} is ignored in an environment that looks like CGI, where a
 * client of the server can set it (CVE-2016-5385, "httpoxy").
 *
 * @since 0.1.0
 */
public final class EnvironmentProxies {

	private static final List<String> HTTPS = List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

	private static final List<String> HTTP = List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");

	private static final List<String> HTTP_IN_CGI = List.of("http_proxy", "all_proxy", "ALL_PROXY");

	private static final List<String> NO_PROXY = List.of("no_proxy", "NO_PROXY");

	private final NamedValues variables;

	private final Consumer<String> warnings;

	private final Map<String, ProxyDecision> decisions = new LinkedHashMap<>();

	private EnvironmentProxies(NamedValues variables, Consumer<String> warnings) {
		this.variables = variables;
		this.warnings = warnings;
	}

	/**
	 * Read the variables.
	 * @param variables gives the value of a variable by its exact name, or {@code null}
	 * @param warnings told of what is assumed or ignored, without any secret
	 * @return a resolver that decides where a variable is set
	 * @throws InvalidProxyException if a variable cannot be read as a proxy
	 */
	public static ProxyResolver read(NamedValues variables, Consumer<String> warnings) {
		boolean cgi = variables.get("REQUEST_METHOD") != null || variables.get("GATEWAY_INTERFACE") != null;
		EnvironmentProxies proxies = new EnvironmentProxies(variables, warnings);
		ProxyResolver resolver = ProxyResolver.byScheme(proxies.decide(cgi ? HTTP_IN_CGI : HTTP),
				proxies.decide(HTTPS));
		return proxies.withoutNoProxy(resolver);
	}

	private ProxyDecision decide(List<String> names) {
		String name = first(names);
		return (name != null) ? this.decisions.computeIfAbsent(name, this::parse) : ProxyDecision.undecided();
	}

	private ProxyDecision parse(String name) {
		return ProxyDecision.via(ReachProxy.parse(name, value(name), this.warnings), name);
	}

	private ProxyResolver withoutNoProxy(ProxyResolver resolver) {
		String name = first(NO_PROXY);
		return (name != null) ? resolver.except(NoProxy.parse(name, value(name), this.warnings)::matches, name)
				: resolver;
	}

	private @Nullable String first(List<String> names) {
		return names.stream().filter((name) -> StringUtils.hasText(this.variables.get(name))).findFirst().orElse(null);
	}

	private String value(String name) {
		return String.valueOf(this.variables.get(name));
	}

}
