package dev.reach.netty;

import dev.reach.http.Octets;
import io.netty.util.NetUtil;

/**
 * The value of {@code Host}: a name or an address, with or without a port, see RFC 9110,
 * section 7.2. Names are held to letters, digits, dots, hyphens and underscores.
 */
final class HostField {

	private static final int MAX_PORT = 65_535;

	private HostField() {
	}

	static void requireValid(String value) {
		int end = value.startsWith("[") ? value.indexOf(']') + 1 : nameEnd(value);
		boolean host = end > 0 && isHost(value.substring(0, end));
		MalformedRequestException.require(host && isPort(value.substring(end)),
				"The Host field must be a host with or without a port");
	}

	private static int nameEnd(String value) {
		int colon = value.indexOf(':');
		return (colon != -1) ? colon : value.length();
	}

	private static boolean isHost(String host) {
		if (host.startsWith("[")) {
			String address = host.substring(1, host.length() - 1);
			return address.indexOf('%') == -1 && NetUtil.isValidIpV6Address(address);
		}
		for (int index = 0; index < host.length(); index++) {
			if (!Octets.isPlainHostOctet(host.charAt(index))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPort(String rest) {
		if (rest.isEmpty()) {
			return true;
		}
		String port = rest.substring(1);
		return rest.startsWith(":") && port.length() <= 5 && Octets.isNumber(port)
				&& Integer.parseInt(port) <= MAX_PORT;
	}

}
