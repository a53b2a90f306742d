package dev.reach.proxy;

import java.net.IDN;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which hosts are reached without a proxy, as in {@code NO_PROXY}. Entries are separated
 * by commas or blanks:
 *
 * <ul>
 * <li>{@code *} is every host;
 * <li>{@code example.com}, {@code .example.com} and {@code *.example.com} are the host
 * and all below it, at a label boundary;
 * <li>{@code 10.0.0.1}, {@code ::1}, {@code [::1]} are compared as addresses, and
 * {@code 10.0.0.0/8} is a network; the name of a host is never looked up for that;
 * <li>each may end with a port, which must then be the port of the request.
 * </ul>
 *
 * Case, a dot at the end and the form of an internationalized name do not matter.
 *
 * @since 0.1.0
 */
public final class NoProxy {

	/**
	 * No entry: no host but, where wanted, loopback ones.
	 */
	public static final NoProxy NONE = new NoProxy(List.of());

	private static final Pattern ENTRY = Pattern
		.compile("(?<host>\\[[^\\]]*\\](?:/\\d+)?|[^:]*|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*)(?::(?<port>\\d{1,5}))?");

	private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*");

	private final List<Entry> entries;

	private NoProxy(List<Entry> entries) {
		this.entries = entries;
	}

	/**
	 * Read a list.
	 * @param list the list
	 * @param malformed told of each entry that is malformed and therefore ignored
	 * @return the rules
	 */
	public static NoProxy parse(String list, Consumer<String> malformed) {
		List<Entry> entries = new ArrayList<>();
		for (String text : list.split("[,\\s]+")) {
			if (!text.isEmpty()) {
				Entry entry = entry(text);
				if (entry != null) {
					entries.add(entry);
				}
				else {
					malformed.accept(text);
				}
			}
		}
		return new NoProxy(List.copyOf(entries));
	}

	/**
	 * Return whether a request goes without a proxy.
	 * @param target the URI of the request, absolute
	 * @return whether an entry matches
	 */
	public boolean matches(URI target) {
		String host = normalize(target.getHost());
		if (host == null) {
			return false;
		}
		IpAddress address = IpAddress.parse(host);
		int port = (target.getPort() != -1) ? target.getPort() : defaultPort(target);
		return this.entries.stream()
			.anyMatch((entry) -> (entry.port == -1 || entry.port == port) && entry.rule.matches(host, address));
	}

	/**
	 * Return whether a host is this machine, by its name or literal address.
	 * @param target an absolute URI
	 * @return whether the host is a loopback one
	 */
	public static boolean isLoopback(URI target) {
		String host = normalize(target.getHost());
		if (host == null) {
			return false;
		}
		IpAddress address = IpAddress.parse(host);
		return (address != null) ? address.isLoopback() : host.equals("localhost") || host.endsWith(".localhost");
	}

	private static int defaultPort(URI target) {
		return "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
	}

	private static @Nullable Entry entry(String text) {
		Matcher matcher = ENTRY.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		int port = (matcher.group("port") != null) ? Integer.parseInt(matcher.group("port")) : -1;
		Rule rule = (port == 0 || port > 65535) ? null : rule(matcher.group("host"));
		return (rule != null) ? new Entry(rule, port) : null;
	}

	private static @Nullable Rule rule(String text) {
		if (text.equals("*")) {
			return (host, address) -> true;
		}
		int slash = text.lastIndexOf('/');
		if (slash != -1) {
			return network(text.substring(0, slash), text.substring(slash + 1));
		}
		IpAddress literal = IpAddress.parse(text);
		if (literal != null) {
			return (host, address) -> literal.equals(address);
		}
		String name = normalize(
				text.startsWith("*.") ? text.substring(2) : StringUtils.trimLeadingCharacter(text, '.'));
		if (name == null || !NAME.matcher(name).matches()) {
			return null;
		}
		String suffix = "." + name;
		return (host, address) -> address == null && (host.equals(name) || host.endsWith(suffix));
	}

	private static @Nullable Rule network(String text, String length) {
		IpAddress network = IpAddress.parse(text);
		int prefix = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
		if (network == null || prefix < 0 || prefix > network.bits()) {
			return null;
		}
		return (host, address) -> address != null && address.isIn(network, prefix);
	}

	private static @Nullable String normalize(@Nullable String host) {
		if (!StringUtils.hasText(host)) {
			return null;
		}
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		try {
			return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			return name.toLowerCase(Locale.ROOT);
		}
	}

	@FunctionalInterface
	private interface Rule {

		boolean matches(String host, @Nullable IpAddress address);

	}

	private record Entry(Rule rule, int port) {

	}

}
