package dev.reach.proxy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
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
 * Case, a dot at the end, the form of an internationalized name and the zone of an
 * address do not matter.
 *
 * @since 0.1.0
 */
public final class NoProxy {

	private static final Pattern ITEM = Pattern.compile("[^,\\s]+");

	private static final Pattern ENTRY = Pattern
		.compile("(?<host>\\[[^\\]]*\\](?:/\\d+)?|[^:]*|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*)(?::(?<port>\\d{1,5}))?");

	// A name that ends with a number is an address that is not complete.
	private static final Pattern NAME = Pattern.compile("(?:[a-z0-9_-]+\\.)*(?!\\d+$)[a-z0-9_-]+");

	private final List<Entry> entries;

	private NoProxy(List<Entry> entries) {
		this.entries = entries;
	}

	/**
	 * Read a list. Malformed entries are ignored.
	 * @param source the name of the property or variable
	 * @param list the list
	 * @param warnings told once of all malformed entries, if there are any
	 * @return the rules
	 */
	public static NoProxy parse(String source, String list, Consumer<String> warnings) {
		List<Entry> entries = new ArrayList<>();
		List<String> malformed = new ArrayList<>();
		ITEM.matcher(list).results().forEach((item) -> {
			Entry entry = entry(item.group());
			if (entry != null) {
				entries.add(entry);
			}
			else {
				malformed.add("'" + withoutUserInfo(item, list) + "'");
			}
		});
		if (!malformed.isEmpty()) {
			warnings.accept(("Ignored in %s: %s. An entry is *, a host name, an IP address or a network such as"
					+ " 10.0.0.0/8, each with or without a port")
				.formatted(source, String.join(", ", malformed)));
		}
		return new NoProxy(List.copyOf(entries));
	}

	/**
	 * Return whether a request goes without a proxy.
	 * @param target the URI of the request, absolute
	 * @return whether an entry matches
	 */
	public boolean matches(URI target) {
		TargetHost host = TargetHost.of(target);
		return host != null && this.entries.stream()
			.anyMatch((entry) -> (entry.port == -1 || entry.port == host.port()) && entry.rule.matches(host));
	}

	// What stands before an @ may be a password, and may hold a separator.
	private static String withoutUserInfo(MatchResult item, String list) {
		int at = list.lastIndexOf('@');
		return (item.start() <= at) ? "***" + list.substring(Math.min(at, item.end()), item.end()) : item.group();
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
			return (host) -> true;
		}
		if (text.indexOf('/') != -1) {
			return network(IpNetwork.parse(text));
		}
		IpAddress literal = IpAddress.parse(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
		if (literal != null) {
			return (host) -> literal.equals(host.address());
		}
		String name = TargetHost
			.normalize(text.startsWith("*.") ? text.substring(2) : StringUtils.trimLeadingCharacter(text, '.'));
		if (name == null || !NAME.matcher(name).matches()) {
			return null;
		}
		String suffix = "." + name;
		return (host) -> host.address() == null && (host.name().equals(name) || host.name().endsWith(suffix));
	}

	private static @Nullable Rule network(@Nullable IpNetwork network) {
		return (network != null) ? (host) -> host.address() != null && network.contains(host.address()) : null;
	}

	@FunctionalInterface
	private interface Rule {

		boolean matches(TargetHost host);

	}

	private record Entry(Rule rule, int port) {

	}

}
