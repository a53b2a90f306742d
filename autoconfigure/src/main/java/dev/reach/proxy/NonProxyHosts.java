package dev.reach.proxy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which hosts are reached without a proxy, as in {@code http.nonProxyHosts}: patterns
 * separated by {@code |} with a {@code *} at the beginning or end. Addresses without one
 * are compared as addresses.
 *
 * @param patterns the patterns in the form in which hosts are compared
 */
record NonProxyHosts(List<String> patterns) {

	// What the JDK takes where the property is not set.
	static final String DEFAULT = "localhost|127.*|[::1]|0.0.0.0|[::0]";

	static NonProxyHosts parse(String list) {
		return new NonProxyHosts(Arrays.stream(list.split("\\|"))
			.map((pattern) -> TargetHost.normalize(pattern.strip()))
			.filter(Objects::nonNull)
			.toList());
	}

	boolean matches(URI target) {
		TargetHost host = TargetHost.of(target);
		return host != null && this.patterns.stream().anyMatch((pattern) -> matches(pattern, host));
	}

	private static boolean matches(String pattern, TargetHost host) {
		boolean before = pattern.startsWith("*");
		boolean after = pattern.length() > 1 && pattern.endsWith("*");
		String text = pattern.substring(before ? 1 : 0, pattern.length() - (after ? 1 : 0));
		if (before && after) {
			return host.name().contains(text);
		}
		if (before) {
			return host.name().endsWith(text);
		}
		if (after) {
			return host.name().startsWith(text);
		}
		IpAddress address = IpAddress.parse(text);
		return (address != null) ? address.equals(host.address()) : host.name().equals(text);
	}

}
