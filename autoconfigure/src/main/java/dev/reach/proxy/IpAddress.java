package dev.reach.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An IP address as bytes, read from a literal. No name is ever looked up. An IPv4 address
 * mapped into IPv6 is the IPv4 address.
 *
 * @param bytes 4 or 16 bytes
 */
record IpAddress(byte[] bytes) {

	private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

	private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

	static @Nullable IpAddress parse(String literal) {
		String text = literal;
		if (text.startsWith("[") && text.endsWith("]")) {
			text = text.substring(1, text.length() - 1);
		}
		int zone = text.indexOf('%');
		if (zone != -1) {
			text = text.substring(0, zone);
		}
		boolean v6 = IPV6.matcher(text).matches();
		if (!v6 && (zone != -1 || !IPV4.matcher(text).matches())) {
			return null;
		}
		try {
			// In brackets a name is an error, not a look-up.
			return new IpAddress(InetAddress.getByName(v6 ? "[" + text + "]" : text).getAddress());
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	int bits() {
		return this.bytes.length * 8;
	}

	boolean isIn(IpAddress network, int prefix) {
		if (network.bytes.length != this.bytes.length) {
			return false;
		}
		for (int bit = 0; bit < prefix; bit++) {
			int mask = 0x80 >> (bit % 8);
			if ((this.bytes[bit / 8] & mask) != (network.bytes[bit / 8] & mask)) {
				return false;
			}
		}
		return true;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof IpAddress address && Arrays.equals(this.bytes, address.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

}
