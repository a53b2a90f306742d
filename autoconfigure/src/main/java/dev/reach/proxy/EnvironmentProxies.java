package dev.reach.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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

	private EnvironmentProxies() {
	}

	/**
	 * Read the variables.
	 * @param variables gives the value of a variable by its exact name, or {@code null}
	 * @param bypassLoopback whether loopback hosts are reached directly
	 * @param malformed told of each malformed entry of {@code NO_PROXY}
	 * @return a resolver that decides where a variable is set
	 * @throws InvalidProxyException if a variable cannot be read as a proxy
	 */
	public static ProxyResolver read(UnaryOperator<@Nullable String> variables, boolean bypassLoopback,
			Consumer<String> malformed) {
		boolean cgi = variables.apply("REQUEST_METHOD") != null || variables.apply("GATEWAY_INTERFACE") != null;
		Map<String, ProxyDecision> proxies = new HashMap<>();
		put(proxies, "https", variables, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
		if (cgi) {
			put(proxies, "http", variables, "http_proxy", "all_proxy", "ALL_PROXY");
		}
		else {
			put(proxies, "http", variables, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
		}
		String noProxy = first(variables, "no_proxy", "NO_PROXY");
		NoProxy direct = (noProxy != null) ? NoProxy.parse(String.valueOf(variables.apply(noProxy)), malformed)
				: NoProxy.NONE;
		return new SchemeProxyResolver(Map.copyOf(proxies), direct, bypassLoopback);
	}

	private static void put(Map<String, ProxyDecision> proxies, String scheme,
			UnaryOperator<@Nullable String> variables, String... names) {
		String name = first(variables, names);
		if (name != null) {
			proxies.put(scheme, ProxyDecision.via(ProxyUrl.parse(name, String.valueOf(variables.apply(name))), name));
		}
	}

	private static @Nullable String first(UnaryOperator<@Nullable String> variables, String... names) {
		for (String name : names) {
			if (StringUtils.hasText(variables.apply(name))) {
				return name;
			}
		}
		return null;
	}

}
