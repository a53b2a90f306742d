package dev.reach.proxy;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The host of a request in the form in which hosts are compared: lower case, ASCII,
 * without a dot at the end.
 *
 * @param name its name, or its address as it is written, an IPv6 address in brackets
 * @param address its address, if it is written as one
 * @param port the port of the request
 */
record TargetHost(String name, @Nullable IpAddress address, int port) {

	static @Nullable TargetHost of(URI target) {
		String name = normalize(target.getHost());
		return (name != null) ? new TargetHost(name, IpAddress.parse(name), port(target)) : null;
	}

	static @Nullable String normalize(@Nullable String host) {
		if (!StringUtils.hasText(host)) {
			return null;
		}
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		if (name.chars().allMatch((character) -> character < 128)) {
			return name.toLowerCase(Locale.ROOT);
		}
		try {
			return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			return name.toLowerCase(Locale.ROOT);
		}
	}

	private static int port(URI target) {
		if (target.getPort() != -1) {
			return target.getPort();
		}
		return "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
	}

}
