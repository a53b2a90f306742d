package dev.reach.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import dev.reach.http.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy has seen, see RFC 7239, section 4.
 *
 * @param parameters the parameters, without quotes, by name in lower case
 */
record ForwardedElement(Map<String, String> parameters) {

	private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:]*):[^:\\]]*");

	static ForwardedElement of(String address, @Nullable String host, @Nullable String scheme) {
		boolean v6 = address.indexOf(':') != address.lastIndexOf(':') && !address.startsWith("[");
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("for", v6 ? "[" + address + "]" : address);
		if (host != null) {
			parameters.put("host", host);
		}
		if (scheme != null) {
			parameters.put("proto", scheme);
		}
		return new ForwardedElement(parameters);
	}

	@Nullable String host() {
		return this.parameters.get("host");
	}

	@Nullable String scheme() {
		return this.parameters.get("proto");
	}

	String address() {
		String node = this.parameters.getOrDefault("for", "unknown");
		String host = WITH_PORT.matcher(node).matches() ? node.substring(0, node.lastIndexOf(':')) : node;
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.parameters.forEach(
				(name, value) -> text.append(text.isEmpty() ? "" : ";").append(name).append('=').append(quoted(value)));
		return text.toString();
	}

	private static String quoted(String value) {
		return Octets.isToken(value) ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
