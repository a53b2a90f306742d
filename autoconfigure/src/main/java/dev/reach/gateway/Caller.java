package dev.reach.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.reach.http.Octets;
import dev.reach.netty.CallerConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What the gateway itself sees of who calls: nothing here is what a forwarding header
 * says, unless the server is not Reactor Netty and believes them.
 *
 * @param address the address at the other end of the connection, if it has one
 * @param scheme {@code http} or {@code https}
 * @param version the version of HTTP
 * @param authority host and port that were asked for, if they are well-formed
 */
record Caller(@Nullable InetAddress address, String scheme, String version, @Nullable String authority) {

	private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)https?://(?:[^/?#@]*@)?([^/?#]*).*",
			Pattern.DOTALL);

	private static final Pattern AUTHORITY = Pattern
		.compile("(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~%-]+)(?::\\d{1,5})?");

	static Caller of(ServerHttpRequest request) {
		CallerConnection connection = CallerConnection.of(request);
		String host = request.getHeaders().getFirst(HttpHeaders.HOST);
		if (connection != null) {
			String target = connection.target();
			Matcher absolute = target.startsWith("/") ? null : ABSOLUTE_FORM.matcher(target);
			return new Caller(addressOf(connection.address()), connection.scheme().toLowerCase(Locale.ROOT),
					connection.version(),
					wellFormed((absolute != null && absolute.matches()) ? absolute.group(1) : host));
		}
		return new Caller(addressOf(request.getRemoteAddress()), (request.getSslInfo() != null) ? "https" : "http",
				"1.1", wellFormed(host));
	}

	String addressText() {
		if (this.address == null) {
			return "unknown";
		}
		String text = this.address.getHostAddress();
		int zone = text.indexOf('%');
		return (zone != -1) ? text.substring(0, zone) : text;
	}

	static String portOf(@Nullable String authority, String scheme) {
		String known = Objects.requireNonNullElse(wellFormed(authority), "");
		int colon = known.lastIndexOf(':');
		if (colon > known.lastIndexOf(']')) {
			return known.substring(colon + 1);
		}
		return scheme.equals("https") ? "443" : "80";
	}

	private static @Nullable InetAddress addressOf(@Nullable InetSocketAddress address) {
		return (address != null) ? address.getAddress() : null;
	}

	private static @Nullable String wellFormed(@Nullable String authority) {
		boolean wellFormed = authority != null
				&& (Octets.isPlainAuthority(authority) || AUTHORITY.matcher(authority).matches());
		return wellFormed ? authority : null;
	}

}
