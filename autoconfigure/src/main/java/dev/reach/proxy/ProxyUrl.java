package dev.reach.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the URL of a proxy as it stands in variables and properties:
 * {@code [scheme://][user[:password]@]host[:port][/]}. It is taken apart at the last
 * {@code @} and the first {@code :}, so passwords may hold either; user and password are
 * percent-decoded, where {@code +} is no blank.
 */
final class ProxyUrl {

	private static final Pattern URL = Pattern
		.compile("(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<user>.*)@)?(?<host>\\[[^\\]]+\\]|[^\\[\\]:/?#@\\s]+)"
				+ "(?::(?<port>[^/?#]*))?/?", Pattern.DOTALL);

	private static final Pattern NAME = Pattern.compile("[^\\[\\]:/?#@%\\s\\p{Cntrl}]+");

	private ProxyUrl() {
	}

	static ReachProxy parse(String source, String url, Consumer<String> warnings) {
		Matcher matcher = URL.matcher(url.strip());
		if (!matcher.matches()) {
			throw new InvalidProxyException(source, "it is not of the form [scheme://][user:password@]host[:port]");
		}
		ProxyType type = type(source, matcher.group("scheme"));
		String port = matcher.group("port");
		boolean complete = StringUtils.hasLength(port);
		ReachProxy proxy = new ReachProxy(type, host(source, matcher.group("host")),
				complete ? port(source, port) : type.defaultPort(), credentials(source, matcher.group("user")));
		if (!complete) {
			warnings.accept("The proxy in %s has no port; it is taken for %s".formatted(source, proxy));
		}
		return proxy;
	}

	static String host(String source, String host) {
		boolean brackets = host.startsWith("[") && host.endsWith("]");
		String name = brackets ? host.substring(1, host.length() - 1) : host;
		boolean address = IpAddress.parse(name) != null;
		if (brackets && !(address && name.contains(":"))) {
			throw new InvalidProxyException(source, "the host in brackets is not an IPv6 address");
		}
		if (!address && !NAME.matcher(name).matches()) {
			throw new InvalidProxyException(source, "its host is not a host name or IP address");
		}
		return name.replace("%25", "%");
	}

	static int port(String source, String port) {
		if (!port.matches("\\d{1,5}") || Integer.parseInt(port) == 0 || Integer.parseInt(port) > 65535) {
			throw new InvalidProxyException(source, "its port is not a number from 1 to 65535");
		}
		return Integer.parseInt(port);
	}

	private static ProxyType type(String source, @Nullable String scheme) {
		ProxyType type = (scheme != null) ? ProxyType.ofScheme(scheme) : ProxyType.HTTP;
		if (type == null) {
			throw new InvalidProxyException(source, "its scheme is not one of http, https, socks4, socks5");
		}
		return type;
	}

	private static @Nullable ProxyCredentials credentials(String source, @Nullable String userInfo) {
		if (userInfo == null || userInfo.isEmpty()) {
			return null;
		}
		int colon = userInfo.indexOf(':');
		String username = (colon != -1) ? userInfo.substring(0, colon) : userInfo;
		String password = (colon != -1) ? userInfo.substring(colon + 1) : "";
		return ProxyCredentials.of(decode(source, username), decode(source, password));
	}

	private static String decode(String source, String text) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
		for (int index = 0; index < encoded.length; index++) {
			if (encoded[index] != '%') {
				decoded.write(encoded[index]);
				continue;
			}
			boolean complete = index + 2 < encoded.length;
			int high = complete ? Character.digit(encoded[index + 1], 16) : -1;
			int low = complete ? Character.digit(encoded[index + 2], 16) : -1;
			if (high < 0 || low < 0) {
				throw new InvalidProxyException(source,
						"a '%' in its user information is not followed by two hexadecimal digits (write it as %25)");
			}
			decoded.write((high << 4) + low);
			index += 2;
		}
		return decoded.toString(StandardCharsets.UTF_8);
	}

}
