package dev.reach.proxy;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a proxy asks for in {@code Proxy-Authenticate}. See RFC 9110, section 11.3.
 *
 * @param scheme the scheme as the proxy has written it, for example "Basic"
 * @param token what follows the scheme, if that is one value, as with "Negotiate"
 * @param parameters the parameters by their names in lower case
 * @since 0.1.0
 */
public record ProxyChallenge(String scheme, @Nullable String token, Map<String, String> parameters) {

	/**
	 * Create a new challenge.
	 */
	public ProxyChallenge {
		parameters = Map.copyOf(parameters);
	}

	/**
	 * Return whether this challenge is of a scheme.
	 * @param name the name of the scheme, in any case
	 * @return whether it is
	 */
	public boolean isOf(String name) {
		return this.scheme.equalsIgnoreCase(name);
	}

	/**
	 * Read the values of {@code Proxy-Authenticate}. What cannot be read is left out.
	 * @param values the values, each of which may hold several challenges
	 * @return the challenges in their order
	 */
	public static List<ProxyChallenge> parse(List<String> values) {
		return ProxyChallengeParser.parse(values);
	}

}
